"""All codes there are, by number, and their manual pages."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from scorecard.diagnostics import Code
from scorecard.model.lexical import closest, listing
from scorecard.rules.assessment import WRITTEN_RULES
from scorecard.rules.file import FILE_RULES
from scorecard.rules.kinds import RULES_BY_KIND
from scorecard.rules.lineage import LINEAGE_RULES
from scorecard.rules.project import NAME_RULES, NEIGHBOUR_RULES, PLACE_RULES, SCHEMA_RULES, USE_RULES
from scorecard.rules.published import GONE_RULES, PUBLISHED_FRAMEWORK_RULES, PUBLISHED_RULES, UNREAD_RULES
from scorecard.rules.ratings import PAIR_RULES
from scorecard.rules.reader_codes import CODES
from scorecard.rules.reviews import DECISION_RULES, MARK_RULES, OPEN_MARK_RULES, REPLY_RULES
from scorecard.rules.rule import Rule

_FAMILIES: tuple[tuple[Rule, ...], ...] = (  # type: ignore[type-arg]
    FILE_RULES,
    *(family for each in RULES_BY_KIND for family in (each.every, each.sound)),
    LINEAGE_RULES,
    WRITTEN_RULES,
    PAIR_RULES,
    PLACE_RULES,
    NAME_RULES,
    NEIGHBOUR_RULES,
    USE_RULES,
    SCHEMA_RULES,
    PUBLISHED_FRAMEWORK_RULES,
    PUBLISHED_RULES,
    GONE_RULES,
    UNREAD_RULES,
    MARK_RULES,
    OPEN_MARK_RULES,
    REPLY_RULES,
    DECISION_RULES,
)
CATALOGUE: Mapping[str, Code] = {
    code.number: code
    for code in sorted((*CODES.values(), *(each.code for family in _FAMILIES for each in family)))
}
_HEADING = re.compile(r"^## (SC[0-9]{3})$", re.MULTILINE)


def read_manual(code: Code) -> str:
    """Return a code's manual page: its sentence, why it matters and what to do, an example of each."""
    return f"{code.summary}\n\n{_pages().get(code.number, '')}".strip()


@cache
def _pages() -> Mapping[str, str]:
    _, *parts = _HEADING.split(Path(__file__).with_name("manual.md").read_text(encoding="utf-8"))
    return {number: page.strip() for number, page in zip(parts[::2], parts[1::2], strict=True)}


def find_code(word: str) -> Code | None:
    """Return the code of a number, in letters of either case, or of a name."""
    return CATALOGUE.get(word.upper()) or next(
        (code for code in CATALOGUE.values() if code.name == word.lower()), None
    )


def find_codes(word: str) -> list[Code]:
    """Return the codes that a word means: one by its number or name, several by a beginning of theirs."""
    return [code for code in CATALOGUE.values() if code.is_meant_by(word)]


def suggest_code(word: str) -> str:
    """Say which code was probably meant by a word, or what there is; no number is taken for one like it."""
    number = "SC" + "".join(filter(str.isdigit, word))
    names = [code.name for code in CATALOGUE.values()]
    close = number if number in CATALOGUE else closest(word, names)
    return f"did you mean {close}?" if close else f"known here: {listing(list(CATALOGUE))}"
