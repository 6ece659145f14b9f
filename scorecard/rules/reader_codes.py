"""The codes that no rule has: what the reader and the shape refuse, and others."""

from collections.abc import Mapping

from scorecard.diagnostics import Code, Severity

CODES: Mapping[str, Code] = {
    code.name: code
    for code in (
        Code("SC001", "cannot-read-file", Severity.ERROR),
        Code("SC002", "file-too-big", Severity.ERROR),
        Code("SC003", "not-utf8", Severity.ERROR),
        Code("SC004", "empty-file", Severity.ERROR),
        Code("SC005", "control-character", Severity.ERROR),
        Code("SC006", "link-leads-out", Severity.ERROR),
        Code("SC010", "yaml-syntax", Severity.ERROR),
        Code("SC011", "duplicate-key", Severity.ERROR),
        Code("SC012", "yaml-anchor", Severity.ERROR),
        Code("SC013", "yaml-alias", Severity.ERROR),
        Code("SC014", "yaml-merge-key", Severity.ERROR),
        Code("SC015", "yaml-tag", Severity.ERROR),
        Code("SC016", "yaml-directive", Severity.ERROR),
        Code("SC017", "second-document", Severity.ERROR),
        Code("SC018", "nested-too-deep", Severity.ERROR),
        Code("SC019", "key-not-text", Severity.ERROR),
        Code("SC030", "unused-suppression", Severity.WARNING),
        Code("SC031", "remarks-left-out", Severity.WARNING),
        Code("SC101", "missing-key", Severity.ERROR),
        Code("SC102", "unknown-key", Severity.ERROR),
        Code("SC103", "wrong-type", Severity.ERROR),
        Code("SC104", "value-not-allowed", Severity.ERROR),
        Code("SC105", "out-of-range", Severity.ERROR),
        Code("SC106", "bad-number", Severity.ERROR),
        Code("SC107", "bad-boolean", Severity.ERROR),
        Code("SC108", "bad-date", Severity.ERROR),
        Code("SC109", "bad-id", Severity.ERROR),
        Code("SC110", "bad-version", Severity.ERROR),
        Code("SC111", "bad-framework-reference", Severity.ERROR),
        Code("SC112", "bad-rule", Severity.ERROR),
        Code("SC113", "empty-text", Severity.ERROR),
        Code("SC114", "empty-list", Severity.ERROR),
        Code("SC115", "bad-language", Severity.ERROR),
        Code("SC401", "framework-not-found", Severity.ERROR),
        Code("SC601", "assessment-not-found", Severity.ERROR),
    )
}
