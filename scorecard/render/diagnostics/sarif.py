"""Diagnostics as SARIF 2.1.0, the interchange format of code scanning.

Rules: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html, and
what GitHub asks for beyond them: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/
"""

import sys
from collections.abc import Sequence
from itertools import takewhile
from urllib.parse import quote

from scorecard.diagnostics import Code, Diagnostic, Span
from scorecard.render.diagnostics.fingerprint import identified, shortened, shown_words, words
from scorecard.render.json import render_json
from scorecard.rules.catalogue import read_manual
from scorecard.views.data import Json

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_REGION = ("startLine", "startColumn", "endLine", "endColumn")
_LONGEST_DESCRIPTION = 1024


def render_sarif(diagnostics: Sequence[Diagnostic], *, version: str) -> str:
    """Return a log of one run by this version of scorecard; its results are in the order given."""
    codes = sorted({each.code.number: each.code for each in diagnostics}.items())
    index = {number: place for place, (number, _) in enumerate(codes)}
    run: Json = {
        "tool": {
            "driver": {"name": "scorecard", "version": version, "rules": [_rule(code) for _, code in codes]}
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the checked project."}}},
        "results": [
            _result(each, index[each.code.number], fingerprint)
            for each, fingerprint in identified(diagnostics)
        ],
    }
    return render_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, is_ascii=True)


def _rule(code: Code) -> Json:
    """Return the manual page of a code; GitHub takes no empty text, nor a longer description."""
    manual = read_manual(code) or code.name
    paragraphs = [shown_words(each) for each in takewhile(_is_prose, manual.split("\n\n"))] or [code.name]
    return {
        "id": code.number,
        "name": code.name,
        "shortDescription": {"text": shortened(paragraphs[0], _LONGEST_DESCRIPTION)},
        "fullDescription": {"text": shortened("\n\n".join(paragraphs), _LONGEST_DESCRIPTION)},
        "help": {"text": manual},
        "defaultConfiguration": {"level": code.severity.value},
    }


def _is_prose(paragraph: str) -> bool:
    """Whether a paragraph of a manual page is neither an example nor what introduces one."""
    return not (paragraph.startswith((" ", "```")) or "\n " in paragraph or paragraph.endswith(":"))


def _result(diagnostic: Diagnostic, rule_index: int, fingerprint: str) -> Json:
    result: dict[str, Json] = {
        "ruleId": diagnostic.code.number,
        "ruleIndex": rule_index,
        "level": diagnostic.code.severity.value,
        "message": {"text": _plain("\n".join(words(diagnostic)))},
        "locations": [{"physicalLocation": _place(diagnostic.path, diagnostic.span)}],
        "partialFingerprints": {"scorecard/v1": fingerprint},
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": id,
                "physicalLocation": _place(diagnostic.path, span),
                "message": {"text": _plain(shown_words(message))},
            }
            for id, (span, message) in enumerate(diagnostic.related)
        ]
    return result


def _place(path: str, span: Span) -> Json:
    """Return a place in a file, by a URI that counts from the project. Undecodable names keep their bytes."""
    uri = quote(path, safe="/", errors=sys.getfilesystemencodeerrors())
    artifact: Json = {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": _ROOT}
    return {"artifactLocation": artifact, "region": dict(zip(_REGION, span, strict=True))}


def _plain(text: str) -> str:
    """Return a text that holds neither a placeholder (3.11.5) nor an embedded link (3.11.6)."""
    if "](" in text:
        for mark in "\\[]":
            text = text.replace(mark, f"\\{mark}")
    return text.replace("{", "{{").replace("}", "}}")
