"""What a benchmark was run on: without it no figure means anything."""

import datetime
import os
import platform
import shutil
import subprocess
from pathlib import Path

from benchmarks.environments import ROOT
from benchmarks.instructions import valgrind_version


def describe_machine() -> dict[str, str]:
    """Return the machine and the interpreters, each by the name that readers see."""
    return {
        "Processor": _processor(),
        "Cores": str(len(os.sched_getaffinity(0))),
        "Memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "System": f"{platform.system()} {platform.release()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "Node": _said(["node", "--version"]).removeprefix("v") or "not installed",
        "Valgrind": valgrind_version() or "not installed",
    }


def describe_moment() -> dict[str, str]:
    """Return the day, how busy the machine is, and the state of the checkout."""
    commit = _said(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]) or "unknown"
    changes = _said(["git", "-C", str(ROOT), "status", "--porcelain", "--", "scorecard"])
    return {
        "day": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "load": f"{os.getloadavg()[0]:.1f}",
        "commit": f"{commit} with changes" if changes else commit,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    if not named:
        return platform.processor() or platform.machine()
    about = {line.partition(":")[0].strip(): line.partition(":")[2].strip() for line in lines}
    numbers = [f"{key} {about[key]}" for key in ("model", "stepping") if key in about]
    return f"{named[0]} ({', '.join(numbers)})" if numbers else named[0]


def _said(words: list[str]) -> str:
    if shutil.which(words[0]) is None:
        return ""
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()
