#!/usr/bin/env python3
"""Whether a tag may be released, and if not why: `python .ci/release.py v0.2.0 OWNER/NAME`."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDRESSED = (
    "pyproject.toml",
    "SECURITY.md",
    "CITATION.cff",
    ".github/ISSUE_TEMPLATE/config.yml",
    "docs/ci.md",
)
"""What says where the repository is."""


def faults(root: Path, tag: str, repository: str) -> Iterator[str]:
    """Yield what of a checkout does not agree with a tag, or with where it is to be published from."""

    def find(path: str, pattern: str) -> list[str]:
        return re.findall(pattern, (root / path).read_text(encoding="utf-8"), re.MULTILINE)

    version = tag.removeprefix("v")
    if not re.fullmatch(r"v\d+\.\d+\.\d+((a|b|rc)\d+)?", tag):
        yield f"the tag {tag} is not v and a version, such as v0.2.0"
    for path, pattern in (
        ("scorecard/__init__.py", r'^__version__ = "(.+)"$'),
        ("CITATION.cff", r"^version: (.+)$"),
    ):
        if find(path, pattern) != [version]:
            yield f"{path}: the version is {', '.join(find(path, pattern)) or 'missing'}, not {version}"
    headings = find("CHANGELOG.md", r"^## (.+)$")
    if not headings or not re.fullmatch(re.escape(version) + r" - \d{4}-\d\d-\d\d", headings[0]):
        yield f"CHANGELOG.md: the first heading is not ## {version} - YYYY-MM-DD"
    for name, url in tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "urls"
    ].items():
        if not re.match(rf"https://github\.com/{re.escape(repository)}([/#]|$)", url):
            yield f"pyproject.toml: {name} is {url}, which is not in https://github.com/{repository}"
    for path in ADDRESSED:
        if find(path, "OWNER/scorecard"):
            yield f"{path}: OWNER/scorecard stands where {repository} should"


if __name__ == "__main__":
    found = list(faults(ROOT, *sys.argv[1:3]))
    sys.stdout.writelines(f"::error::{each}\n" for each in found)
    sys.exit(bool(found))
