"""The longer texts of workbooks, which stand in a file of their own."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def read_texts() -> dict[str, Any]:
    """Return what `texts.toml` says."""
    return tomllib.loads(Path(__file__).with_name("texts.toml").read_text(encoding="utf-8"))
