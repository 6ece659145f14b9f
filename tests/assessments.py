"""Random good assessments under one framework, with every key that the format has, as plain data."""

import re
from typing import Any

from hypothesis import strategies as st

from scorecard.model.framework import Framework
from tests.builders import framework_data, indicator
from tests.strategies import PLAIN_TEXT

BANDS = [{"level": "pass", "at_most": "5"}, {"level": "partial", "at_most": "10"}, {"level": "fail"}]
GRADES = [
    {"id": "3", "label": "Enacted", "value": "1", "status": "pass"},
    {"id": "2", "label": "Promised", "value": "1/2", "status": "partial"},
    {"id": "0", "value": "0", "status": "fail"},
]
DEFAULT = [
    {"id": "pass", "label": "Pass", "value": "1", "status": "pass"},
    {"id": "partial", "label": "Partial", "value": "0.5", "status": "partial"},
    {"id": "fail", "label": "Fail", "value": "0", "status": "fail"},
]
FRAMEWORK_DATA = framework_data(
    sources={"act": {"title": "Clean Air Act", "date": "2019-06-01"}},
    scales={"rating": DEFAULT, "grades": GRADES},
    dimensions=[
        {
            "id": "1",
            "title": "Limits",
            "indicators": [
                indicator("1.1", title="Fine particles", measure={"unit": "µg/m³", "bands": BANDS}),
                indicator("1.10", title="Ozone", measure={"unit": "µg/m³", "bands": BANDS}),
                indicator("1.2", title="= Limits in law"),
            ],
        },
        {
            "id": "2",
            "title": "Delivery",
            "indicators": [
                indicator("2.1", scale="grades"),
                indicator("2.2"),
                indicator("2.3", state="future"),
            ],
        },
    ],
)
FRAMEWORK = Framework.model_validate(FRAMEWORK_DATA)
JUDGED = {"1.2": ("pass", "partial", "fail"), "2.1": ("3", "2", "0"), "2.2": ("pass", "partial", "fail")}
MEASURED = ("1.1", "1.10")

FORMULAS = (
    "=1+1",
    "+x",
    "-2",
    "@SUM(A1)",
    "_x0041_",
    "'quoted",
    "[bold]x[/bold]",
    "::error::x",
    "1.10",
    "2021-03-11",
)
TEXTS = st.one_of(PLAIN_TEXT, st.sampled_from(FORMULAS)).map(str.strip).filter(bool)
"""Texts that say something, as the reader gives them."""
NUMBERS = st.one_of(
    st.sampled_from(
        ["4.2", "4.20", "5", "5.0", "-0.5", "2/3", "007", "0.1", "999999999.999999999", "0.000000001"]
    ),
    st.decimals(min_value=-1000, max_value=1000, places=3).map(str),
    st.integers(-(10**9) + 1, 10**9 - 1).map(str),
)
DAYS = st.dates().map(lambda day: day.isoformat())
PARTIAL_DAYS = st.one_of(DAYS, st.sampled_from(["2020", "2020-07"]))


def some(**keys: Any) -> Any:
    """Return mappings with any of some keys."""
    return st.fixed_dictionaries({}, optional=keys)


def one_or_more(items: Any) -> Any:
    """Return lists, and the one item that may stand for one; none reads like items that lack their space."""
    items = items.filter(lambda item: not re.match("[-‐-―−•·▪●◦]", str(item)))
    return st.one_of(items, st.lists(items, min_size=1, max_size=3))


SOURCES = some(
    publisher=TEXTS, date=PARTIAL_DAYS, url=TEXTS, accessed=PARTIAL_DAYS, archive_url=TEXTS
).flatmap(lambda rest: TEXTS.map(lambda title: {"title": title, **rest}))
EVIDENCE = some(locator=TEXTS, quote=TEXTS, note=TEXTS).flatmap(
    lambda rest: st.sampled_from(["act", "plan"]).map(lambda key: {"source": key, **rest})
)
REASONS = some(
    evidence=one_or_more(EVIDENCE),
    confidence=st.sampled_from(["high", "medium", "low"]),
    recommendation=TEXTS,
    working_note=TEXTS,
    **{"x-mine": TEXTS},
)


@st.composite
def ratings(draw: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for id in (*MEASURED, *JUDGED):
        answers = st.sampled_from(JUDGED[id]) if id in JUDGED else NUMBERS
        match draw(st.sampled_from(["none", "bare", "full", "full", "open", "aside"])):
            case "bare":
                found[id] = draw(answers)
            case "full":
                key = "level" if id in JUDGED else "measured"
                found[id] = {key: draw(answers), **draw(some(rationale=TEXTS)), **draw(REASONS)}
            case "open":
                found[id] = {"level": "not-rated", **draw(some(rationale=TEXTS)), **draw(REASONS)}
            case "aside":
                found[id] = {"level": "not-applicable", "rationale": draw(TEXTS), **draw(REASONS)}
    return found


@st.composite
def assessments(draw: Any) -> dict[str, Any]:
    """Return an assessment of `springfield` on 2021-03-11 that has no errors."""
    sources = {"plan": draw(SOURCES)} | draw(
        st.dictionaries(st.sampled_from(["a", "b.2", "3"]), SOURCES, max_size=2)
    )
    data = {
        "kind": "assessment",
        "framework": "city-air@2.0",
        "subject": {"id": "springfield", "name": draw(TEXTS), **draw(some(tags=one_or_more(TEXTS)))},
        "date": "2021-03-11",
        "sources": sources,
        "ratings": draw(ratings()),
        **draw(
            some(
                framework_digest=TEXTS,
                title=TEXTS,
                stage=st.sampled_from(["draft", "final"]),
                licence=TEXTS,
                assessors=one_or_more(TEXTS),
                reviewers=one_or_more(TEXTS),
                summary=TEXTS,
                corrections=st.lists(some(date=DAYS, text=TEXTS).filter(bool), min_size=1, max_size=2),
                **{"x-own": TEXTS},
            )
        ),
    }
    document = draw(st.sampled_from([None, "act", "written out"]))
    if document == "written out":
        data["document"] = {"title": draw(TEXTS), "date": "2020"}
    elif document:
        data["document"] = document
    return data
