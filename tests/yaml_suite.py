"""Every case of the public yaml-test-suite gives data or diagnostics.

    python tests/yaml_suite.py CASES

CASES is a JSON file: a list of objects with the `name` of a case, its text as `yaml`, and `fail` where the
suite says that this is no YAML. `.ci/run --full` makes it of the npm package.
"""

import json
import sys
from pathlib import Path

from scorecard.reading.document import parse_document

FEWEST = 300


def main() -> int:
    """Read all, count what was read and what was refused; return the exit code."""
    cases = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    read, read_though_bad = 0, []
    for case in cases:
        raw = case["yaml"].encode("utf-8", errors="surrogatepass")
        document = parse_document(raw)
        assert (document.data is None) == bool(document.findings), f"neither data nor findings: {raw!r}"
        read += document.data is not None
        if document.data is not None and case.get("fail"):
            read_though_bad.append(case["name"])
    print(f"{len(cases)} cases: {read} read, {len(cases) - read} refused")
    print(f"read, though the suite calls them errors: {', '.join(read_though_bad) or 'none'}")
    if len(cases) < FEWEST:
        print(f"fewer than {FEWEST} cases: the package has changed", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
