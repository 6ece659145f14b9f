"""The longer texts of workbooks, which stand in a file of their own."""

from functools import partial

from scorecard.reading.messages import read_texts

workbook_texts = partial(read_texts, __file__, "texts.yaml")
