"""Prose in the lines of a file becomes prose in paragraphs; what is no prose stays."""

from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.editing.reflow import _FENCE, flow, flow_data, reflow
from tests.strategies import PLAIN_TEXT

LONG = "Section 1 states one purpose, to make regulated services safer, and says"


@pytest.mark.parametrize(
    ("text", "flowing"),
    [
        (f"{LONG}\nthat much.", f"{LONG} that much."),
        (f"{LONG}\n  that much.\n\n{LONG}\nmore.", f"{LONG} that much.\n\n{LONG} more."),
        (f"- {LONG}\n  that much.\n- And this.", f"- {LONG} that much.\n- And this."),
        (f"1. {LONG}\nthat much.\n2. And this.", f"1. {LONG} that much.\n2. And this."),
        (
            "空气质量指标的年均值必须达到世界卫生组织的指导值，并由\n独立机构监测。",
            "空气质量指标的年均值必须达到世界卫生组织的指导值，并由独立机构监测。",
        ),
    ],
)
def test_lines_of_a_paragraph_are_joined(text: str, flowing: str):
    assert flow(text) == flowing


@pytest.mark.parametrize(
    "text",
    [
        "One line.",
        "Short\nlines\nof a verse",
        f"{LONG}  \na line that Markdown breaks",
        f"{LONG}\\\na line that Markdown breaks",
        f"# {LONG}\nbelow a heading",
        f"> {LONG}\nbelow a quotation",
        f"{LONG}\n> a quotation",
        f"| {LONG} | a |\n| - | - |\n| b | c |",
        f"{LONG}\n    code",
        f"```\n{LONG}\nin a fence\n```",
        f"{LONG}\n-----",
        f"{LONG}\n\n\n{LONG}",
        f"{LONG}\n   \n{LONG}",
        "\u3000" * 21 + "\nbelow a line of wide spaces",
    ],
)
def test_what_is_no_prose_keeps_its_lines(text: str):
    assert flow(text) == text


def test_a_long_text_is_gone_through_once(monkeypatch: pytest.MonkeyPatch):
    asked = 0

    def count(char: str) -> str:
        nonlocal asked
        asked += 1
        return east_asian_width(char)

    monkeypatch.setattr("scorecard.editing.reflow.east_asian_width", count)
    text = "\n".join([LONG] * 100)
    assert flow(text) == " ".join([LONG] * 100)
    assert reflow(" ".join([LONG] * 100), text) == text
    assert asked < 10 * len(text)


TEXTS = st.lists(
    st.one_of(
        PLAIN_TEXT,
        st.sampled_from(["\n", "\n\n", f"{LONG}\n", "- ", "  \n", "空" * 30 + "\n", "> ", "```\n"]),
    ),
    max_size=12,
).map("".join)


@given(TEXTS)
def test_flowing_twice_changes_nothing(text: str):
    assert flow(flow(text)) == flow(text)


@given(TEXTS)
def test_nothing_but_white_space_is_changed(text: str):
    assert "".join(flow(text).split()) == "".join(text.split())


def test_every_text_of_fields_flows():
    broken = f"{LONG}\nmore"
    fields = {
        ("summary",): broken,
        ("assessors",): ["A\nB"],
        ("ratings", "1", "evidence"): [{"source": "a", "quote": broken}],
        ("document",): {"title": broken},
    }
    assert flow_data(fields) == {
        ("summary",): f"{LONG} more",
        ("assessors",): ["A\nB"],
        ("ratings", "1", "evidence"): [{"source": "a", "quote": f"{LONG} more"}],
        ("document",): {"title": f"{LONG} more"},
    }


def test_a_fence_is_looked_for_line_by_line():
    """A pattern that goes on over empty lines tries each of them from each of them."""
    assert _FENCE.match("\n```") is None
    assert _FENCE.match(" \t\xa0~~~") is not None
    assert flow(f"a\n{chr(10) * 100_000}b") == f"a\n{chr(10) * 100_000}b"
