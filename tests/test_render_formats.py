"""Formats: what a command can be asked for is made by somebody."""

from enum import StrEnum

import pytest

from scorecard.render.formats import Format, ListFormat, ReaderFormat, ReportFormat


@pytest.mark.parametrize("formats", [Format, ListFormat, ReportFormat])
def test_what_is_not_for_programs_is_text_for_readers_or_for_word(formats: type[StrEnum]) -> None:
    others = ("json", "csv", "docx")
    assert {ReaderFormat(each) for each in formats if each not in others} <= set(ReaderFormat)
