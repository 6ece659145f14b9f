"""`scorecard validate` beside check-jsonschema on the same files, in turn; prints medians and their ratio."""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from projects import write_project

SCHEMA = Path(__file__).parent.parent / "docs/schema/assessment.json"


def timed(command: list[str], folder: Path) -> float:
    """Return the seconds that a command takes; it must find nothing wrong."""
    start = time.perf_counter()
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if result.returncode:
        sys.exit(
            f"{command[0]} ended with {result.returncode}:\n{result.stdout[-800:]}{result.stderr[-800:]}"
        )
    return seconds


def main() -> None:
    """Make the project, run both in turn, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    peer = shutil.which("check-jsonschema", path=str(Path(sys.executable).parent)) or shutil.which(
        "check-jsonschema"
    )
    if peer is None:
        sys.exit("check-jsonschema is not installed: pip install check-jsonschema")
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_project(root, options.files)
        files = sorted(str(path) for path in (root / "assessments").rglob("*.yaml"))
        size = sum(Path(path).stat().st_size for path in files)
        ours = [sys.executable, "-m", "scorecard", "validate", "--strict"]
        theirs = [peer, "--schemafile", str(SCHEMA), *files]
        times: dict[str, list[float]] = {"scorecard": [], "check-jsonschema": []}
        for _ in range(options.runs):
            times["scorecard"].append(timed(ours, root))
            times["check-jsonschema"].append(timed(theirs, root))
    print(f"{options.files} files, {size / options.files / 1000:.1f} KB each, {options.runs} runs in turn")
    for name, seconds in times.items():
        print(
            f"{name:18} median {statistics.median(seconds):7.2f} s   {min(seconds):.2f} to {max(seconds):.2f}"
        )
    ratios = [
        theirs / ours for ours, theirs in zip(times["scorecard"], times["check-jsonschema"], strict=True)
    ]
    print(
        f"ratio              median {statistics.median(ratios):7.1f}   {min(ratios):.1f} to {max(ratios):.1f}"
    )


if __name__ == "__main__":
    main()
