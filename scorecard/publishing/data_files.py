"""Open data as files: tables as CSV, ratings as JSON too, and what describes, cites and checks them."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

from scorecard.model.framework import Framework
from scorecard.model.source import Source
from scorecard.project.selection import Selection
from scorecard.render.json import render_json
from scorecard.views.data import Json
from scorecard.views.open_data import (
    ABOUT,
    FRAMEWORK_TABLES,
    HOW_TO_CITE,
    TREND_TABLES,
    ForeignKey,
    OpenTable,
    ReviewedTrend,
    TableField,
    Value,
    drafts_among,
    find_rows,
    hidden_scores,
    left_out,
    several_licences,
    title_of,
)

_TABLES: tuple[OpenTable[ReviewedTrend] | OpenTable[Framework], ...] = (*TREND_TABLES, *FRAMEWORK_TABLES)
PACKAGE, SUMS, CITATION, LINES = "datapackage.json", "SHA256SUMS", "CITATION.cff", "ratings.ndjson"
DATA_FILES = (*(f"{each.name}.csv" for each in _TABLES), LINES, PACKAGE, CITATION, SUMS)
"""The names of all files."""
_PROFILES = "https://datapackage.org/profiles/2.0"
_WEB = re.compile(r"https?://\S+")
_NAME = re.compile(r"[-a-zA-Z0-9._]+")
_SPDX = re.compile(r"CC0-1\.0|CC-BY(-NC)?(-ND|-SA)?-[1-4]\.0|ODbL-1\.0|ODC-By-1\.0|PDDL-1\.0|OGL-UK-[1-3]\.0")
"""Licences that data is mostly given under, by the ids that citations know: https://spdx.org/licenses/."""


def data_files(
    trends: Iterable[ReviewedTrend],
    frameworks: Iterable[Framework],
    selection: Selection | None = None,
    remarks: list[str] | None = None,
    counts: Counter[str] | None = None,
) -> dict[str, bytes]:
    """Return the files of the open data by their names: the same bytes for the same content.

    Trends are gone through once, and none is kept. `frameworks` are told beside those of the trends. What the
    selection refused is named in the descriptions; what readers are to know of all goes into `remarks` too,
    and into `counts` how many rows each table has.
    """
    counts = Counter() if counts is None else counts
    parts = {f"{each.name}.csv": [_csv([each.names])] for each in _TABLES} | {LINES: list[bytes]()}
    told = _Told(frameworks)
    for name, rows in find_rows(map(told.with_trend, trends), [*told.frameworks.values()]):
        parts[f"{name}.csv"].append(_csv(map(_cell, row.values()) for row in rows))
        counts[f"{name}.csv"] += len(rows)
        if name == "ratings":
            lines = (
                render_json({name: _plain(each) for name, each in row.items()}, is_ascii=False)
                for row in rows
            )
            parts[LINES].append("".join(lines).encode())
    files = {name: b"".join(parts.pop(name)) for name in [*parts]}  # no file is twice in memory
    said = [*told.remarks([path for path, _ in selection.refused(None)] if selection else [])]
    if remarks is not None:
        remarks += said
    about = "\n\n".join((ABOUT, *said, *told.notes))
    files[PACKAGE] = _package(told, about, files)
    files[CITATION] = _citation(told, about, files[PACKAGE])
    sums = (f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return {**files, SUMS: "".join(sums).encode()}


def table_csv(name: str, framework: Framework) -> bytes:
    """Return a table of a framework as CSV, `frameworks` or `indicators`, in the columns of the open data."""
    table = next(each for each in FRAMEWORK_TABLES if each.name == name)
    return _csv([table.names, *(map(_cell, row.values()) for row in table.records(framework))])


class _Told:
    """What is told of, gathered on the way."""

    def __init__(self, frameworks: Iterable[Framework]) -> None:
        self.frameworks = {each.ref: each for each in frameworks}
        self.licences, self.drafts = Counter[str | None](), 0
        self.authors: dict[str, None] = {}
        self.sources: dict[tuple[str, str | None], None] = {}

    def with_trend(self, of: ReviewedTrend) -> ReviewedTrend:
        for _, scorecard, *_ in of.trend.points:
            framework, assessment = scorecard.framework, scorecard.assessment
            self.frameworks[framework.ref] = framework
            self.licences[assessment.licence] += 1
            self.drafts += assessment.is_draft
            self.authors |= dict.fromkeys(assessment.assessors)
            written_out = [assessment.document] if isinstance(assessment.document, Source) else []
            self.sources |= dict.fromkeys(
                (each.title, each.url) for each in (*scorecard.sources.values(), *written_out)
            )
        return of

    @property
    def title(self) -> str:
        return title_of(dict.fromkeys(each.title for each in self.frameworks.values()), self.drafts)

    @property
    def notes(self) -> Iterable[str]:
        """What every framework says with its results, each sentence once."""
        found = dict[str, None]()
        for each in self.frameworks.values():
            said = [f"{each.title}: {each.note}"] * bool(each.note)
            found |= dict.fromkeys(said + [hidden_scores(each.title)] * (not each.show_score))
        return found

    @property
    def licence(self) -> str | None:
        """The licence of all assessments and frameworks, where it is one and the same."""
        found = {*self.licences, *(each.licence for each in self.frameworks.values())}
        return found.pop() if len(found) == 1 else None

    def remarks(self, refused: Sequence[str]) -> Iterator[str]:
        count, frameworks = self.licences.total(), [each.licence for each in self.frameworks.values()]
        if count and not self.licence:
            yield several_licences(
                [
                    (self.licences[None], count, "assessments"),
                    (frameworks.count(None), len(frameworks), "frameworks"),
                ]
            )
        if self.drafts:
            yield drafts_among(self.drafts, count)
        if refused:
            yield left_out(refused)


# Values -------------------------------------------------------------------------------------------


def _plain(value: Value) -> Json:
    """Return a value as JSON has it: a fraction and a day as text."""
    match value:
        case Fraction():
            return str(value)
        case Decimal():
            return int(value) if value == int(value) else value
        case date():
            return value.isoformat()
    return value


def _cell(value: Value) -> str:
    match value:
        case str():  # the most by far
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | dict():
            return render_json(value, is_ascii=False).rstrip("\n")
        case Decimal():
            return f"{value:f}"
    return str(_plain(value))


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


# What describes and cites -------------------------------------------------------------------------


def _package(told: _Told, about: str, files: Mapping[str, bytes]) -> bytes:
    """Return the description of the files as https://datapackage.org/standard/data-package/ has it."""
    resources: list[Json] = []
    for table in _TABLES:
        schema: dict[str, Json] = {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": [_field(each) for each in table.fields],
            "primaryKey": [*table.key],
        }
        if table.links:
            schema["foreignKeys"] = [_foreign_key(each) for each in table.links]
        forms = [("", f"{table.name}.csv", "text/csv")]
        forms += [("-lines", LINES, "application/x-ndjson")] * (table.name == "ratings")
        resources += [
            {
                "name": f"{table.name}{more}",
                "description": table.description,
                "type": "table",
                "path": name,
                "format": name.partition(".")[2],
                "mediatype": media,
                "encoding": "utf-8",
                "bytes": len(files[name]),
                "hash": f"sha256:{sha256(files[name]).hexdigest()}",
                "schema": schema,
            }
            for more, name, media in forms
        ]
    content: dict[str, Json] = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "scorecards",
        "title": told.title,
        "description": about,
        "licenses": [_licence(told.licence)] if told.licence else None,
        "sources": [
            {"title": title, **({"path": url} if url and _WEB.fullmatch(url) else {})}
            for title, url in told.sources
        ],
        "resources": resources,
    }
    given: Json = {key: each for key, each in content.items() if each}
    return render_json(given, is_ascii=False, is_compact=False).encode()


def _field(field: TableField) -> Json:
    content: dict[str, Json] = {
        "name": field.name,
        "type": field.type,
        "description": field.description,
        "unit": field.unit,
        "constraints": dict(field.limits),
    }
    found: dict[str, Json] = {key: each for key, each in content.items() if each}
    return found | {"missingValues": []} if field.keeps_empty else found


def _foreign_key(link: ForeignKey) -> Json:
    there: Json = {"resource": link.table, "fields": [*(link.to or link.fields)]}
    return {"fields": [*link.fields], "reference": there}


def _licence(text: str) -> Json:
    return {"name": text} if _NAME.fullmatch(text) else {"name": "other", "title": text}


def _citation(told: _Told, about: str, package: bytes) -> bytes:
    """Return how to cite it (https://citation-file-format.github.io/); each value is JSON, and so YAML."""
    publishers = (each.publisher for each in told.frameworks.values())
    authors = told.authors or dict.fromkeys(filter(None, publishers)) or {"anonymous": None}
    content: dict[str, Json] = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": HOW_TO_CITE,
        "title": told.title,
        "authors": [{"name": each} for each in authors],
        "license": told.licence if told.licence and _SPDX.fullmatch(told.licence) else None,
        "abstract": about,
        "identifiers": [
            {
                "type": "other",
                "value": f"sha256:{sha256(package).hexdigest()}",
                "description": f"SHA-256 of {PACKAGE}, which has those of all tables",
            }
        ],
    }
    lines = (f"{name}: {json.dumps(each, ensure_ascii=False)}\n" for name, each in content.items() if each)
    return "".join(lines).encode()
