"""Codes that no rule has: what the reader refuses (SC0xx), what lacks a model's shape (SC1xx), and SC401."""

from collections.abc import Mapping
from inspect import cleandoc

from scorecard.diagnostics import Code, Severity


def _error(number: str, name: str, manual: str) -> Code:
    return Code(number=number, name=name, severity=Severity.ERROR, manual=cleandoc(manual))


READING = (
    _error(
        "SC001",
        "cannot-read-file",
        "The file cannot be opened: it is not there, or its permissions forbid it.",
    ),
    _error("SC002", "file-too-big", "The file is larger than 16 MiB."),
    _error("SC003", "not-utf8", "The file is not UTF-8 text. A byte order mark is fine."),
    _error("SC004", "empty-file", "The file holds nothing, or nothing but comments."),
    _error("SC005", "control-character", "A control character stands in the file, typed or escaped."),
    _error("SC010", "yaml-syntax", "The text is not YAML."),
    _error(
        "SC011",
        "duplicate-key",
        "A mapping has one key twice; a lax reader would keep one of the values in silence.",
    ),
    _error("SC012", "yaml-anchor", "Anchors are not part of the format: what stands here must be read here."),
    _error("SC013", "yaml-alias", "Aliases are not part of the format: what stands here must be read here."),
    _error("SC014", "yaml-merge-key", "Merge keys are not part of the format."),
    _error("SC015", "yaml-tag", "Tags are not part of the format: the model gives every text its type."),
    _error("SC016", "yaml-directive", "Directives are not part of the format."),
    _error("SC017", "second-document", "A file holds one document."),
    _error("SC018", "nested-too-deep", "More than 50 lists and mappings stand inside one another."),
    _error("SC019", "key-not-text", "A key is not a text, or there is none before a colon."),
)

SHAPE = (
    _error("SC101", "missing-key", "A mapping lacks a key that it needs."),
    _error("SC102", "unknown-key", "A mapping has a key that the format does not know."),
    _error(
        "SC103", "wrong-type", "A text stands where a list or a mapping is wanted, or the other way round."
    ),
    _error("SC104", "value-not-allowed", "The text is not one of those that its place allows."),
    _error("SC105", "out-of-range", "The number is outside the range that its place allows."),
    _error("SC106", "bad-number", "The text is not a number."),
    _error("SC107", "bad-boolean", "The text is neither true nor false."),
    _error("SC108", "bad-date", "The text is not a date, or the calendar does not have it."),
    _error("SC109", "bad-id", "The text cannot be an id."),
    _error("SC110", "bad-version", "The text is not a version."),
    _error("SC111", "bad-framework-reference", "The text does not name a framework and its version."),
    _error("SC112", "bad-rule", "The value is not a rule of passing."),
    _error("SC113", "empty-text", "The text is empty where one is needed."),
    _error("SC114", "empty-list", "The list or mapping is empty where at least one entry is needed."),
    _error("SC115", "bad-language", "The text is not a BCP 47 language tag."),
    _error("SC116", "bad-digest", "The text is not a digest."),
)

LOOKUP = (
    _error(
        "SC401",
        "framework-not-found",
        "An assessment names a framework that neither the project nor the package has.",
    ),
)

CODES: Mapping[str, Code] = {code.name: code for code in (*READING, *SHAPE, *LOOKUP)}
