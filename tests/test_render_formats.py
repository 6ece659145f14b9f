"""Formats: what a command can be asked for is made by somebody."""

from enum import StrEnum

import pytest

from scorecard.render.formats import Format, ListFormat, ReaderFormat, ReportFormat


@pytest.mark.parametrize("formats", [Format, ListFormat, ReportFormat])
def test_what_is_not_for_programs_is_for_readers(formats: type[StrEnum]) -> None:
    assert {ReaderFormat(each) for each in formats if each not in ("json", "csv")} <= set(ReaderFormat)
