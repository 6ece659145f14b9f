"""Signs that have a spelling are spelled out where only ASCII can be shown."""

from fractions import Fraction

from scorecard.comparing.text_diff import word_changes
from scorecard.render.ascii import spelled_out
from scorecard.views.report import (
    Cell,
    Column,
    Facts,
    Heading,
    Items,
    Prose,
    Report,
    Rewording,
    Row,
    Table,
    Tone,
)
from tests.commands import start


def test_every_text_of_a_report_is_spelled_and_nothing_else_changes() -> None:
    def made(arrow: str, quote: str) -> Report:
        cell = Cell(f"a {arrow} b", Tone.PASS, Fraction(1, 2))
        return Report(
            f"t {arrow}",
            (
                Heading(1, f"h {arrow}", Tone.FAIL),
                Facts(((f"l {arrow}", cell),)),
                Prose(f"{quote}x{quote}", f"p {arrow}", is_markdown=True),
                Items((f"i {arrow}",), f"l {arrow}"),
                Table(f"c {arrow}", (Column(f"t {arrow}", flexible=True),), (Row((cell,), 1, True),)),
                Rewording(word_changes(f"a {arrow}", f"b {arrow}"), f"r {arrow}"),
            ),
        )

    assert spelled_out(made("→", "“")) == made("->", '"')


def test_a_diff_on_an_ascii_stream_has_arrows_that_can_be_read_and_tables_in_line() -> None:
    outcome = start("diff", "beijing@2020-12-31", "beijing@2023-12-31", PYTHONIOENCODING="ascii")
    assert outcome.code == 0
    assert "2020-12-31.yaml -> 2023-12-31.yaml" in outcome.out
    assert "pm25-annual  N -> ~  PM2.5, annual mean  38 -> 32 ug/m3" in outcome.out
    assert "\\u2192" not in outcome.out
    assert {len(line) for line in outcome.out.split("\n") if line.startswith("---")} == {80}
