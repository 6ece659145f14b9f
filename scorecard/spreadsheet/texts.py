"""The longer texts of workbooks, which stand in a file of their own."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def read_texts() -> dict[str, Any]:
    """Return what `texts.yaml` says."""
    text = Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    texts: dict[str, Any] = yaml.load(text, loader)  # noqa: S506 - a safe one
    return texts
