"""What peers need: files in formats of their own, as long as ours and of the same prose; rules; a schema."""

from pathlib import Path
from random import Random

from benchmarks.projects import indicator_ids
from benchmarks.prose import Prose, Writer

YAMALE_SCHEMA = """\
kind: enum('assessment')
framework: regex('^[a-z0-9._-]+@[0-9.]+$')
subject: include('subject')
date: regex('^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
title: str()
assessors: list(str())
document: str()
summary: str()
sources: map(include('source'), key=str())
ratings: map(include('rating'), key=str())
---
subject:
  id: str()
  name: str()
source:
  title: str()
  publisher: str()
  date: int()
  url: str()
rating:
  level: enum('pass', 'partial', 'fail', 'not-rated', 'not-applicable')
  rationale: str()
  evidence: list(include('evidence'))
  confidence: enum('high', 'medium', 'low')
  recommendation: str()
evidence:
  source: str()
  locator: str()
  quote: str()
"""
"""What yamale can be asked of an assessment."""

YAMLLINT_RULES = "{extends: default, rules: {line-length: disable, document-start: disable}}"
"""yamllint's rules but for the two that any file of prose breaks: they would have it print all day."""


def write_contract(path: Path, indicators: int) -> None:
    """Write a data contract (the Open Data Contract Standard) with as many properties."""
    writer = Writer(Prose.ENGLISH, Random(1))
    lines = [
        "apiVersion: v3.1.0\nkind: DataContract\nid: bench\nname: Bench\nversion: 1.0.0\nstatus: active",
        f"description:\n  purpose: |\n    {writer.long()}\nschema:\n  - name: ratings\n    properties:",
    ]
    for id in indicator_ids(indicators):
        lines.append(f'      - name: "{id}"\n        logicalType: string\n        description: |')
        lines += [f"          {id}: {writer.sentence()}" for _ in range(5)]
        lines.append("        quality:")
        for number in range(2):
            lines.append(f"          - name: rule {number}\n            type: text")
            lines.append(f"            description: {writer.sentence()}")
        lines.append(f"        businessName: {writer.short()}")
    _write(path, lines)


def write_catalog(path: Path, indicators: int) -> None:
    """Write an OSCAL catalog with as many controls."""
    writer = Writer(Prose.ENGLISH, Random(1))
    lines = [
        "catalog:\n  uuid: 5a1b7d7c-0c6f-4d6e-9d3e-0a1b2c3d4e5f\n  metadata:\n    title: Bench",
        '    last-modified: "2021-03-12T00:00:00+00:00"\n    version: "1.0"\n    oscal-version: 1.1.2',
        "  groups:\n    - id: tests\n      title: Tests\n      controls:",
    ]
    for id in indicator_ids(indicators):
        lines.append(f"        - id: c-{id}\n          title: Indicator {id}\n          parts:")
        lines.append(f"            - id: c-{id}_smt\n              name: statement\n              prose: |")
        lines += [f"                {id}: {writer.sentence()}" for _ in range(5)]
        for number in range(2):
            lines.append(f"            - id: c-{id}_gdn{number}\n              name: guidance")
            lines.append(f"              prose: {writer.sentence()}")
    _write(path, lines)


def _write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
