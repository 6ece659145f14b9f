"""A source of evidence."""

from typing import Annotated

from scorecard.model.keys import LINE, Key
from scorecard.model.lexical import Model, Required, SourceDate, Text


class Source(Model):
    """Where something can be checked."""

    title: Annotated[Required, Key(LINE, width=44, example="Air plan", question="Title of the source")]
    """What it is called."""
    publisher: Annotated[
        Text | None, Key(LINE, width=26, example="City of Springfield", question="Who published it, if known")
    ] = None
    """Who published it."""
    date: Annotated[
        SourceDate | None, Key(width=12, example="2021-02", question="Its date, such as 2021-03, if known")
    ] = None
    """When it was published: a day, a month or a year."""
    url: Annotated[
        Text | None,
        Key(
            label="Web address",
            width=36,
            example="https://example.org/plan",
            question="Its address on the web, if any",
        ),
    ] = None
    """Where it is on the web."""
    accessed: Annotated[SourceDate | None, Key(label="Seen on", width=12, example="2021-03-01")] = None
    """When it was last seen there."""
    archive_url: Annotated[Text | None, Key(label="Lasting copy", width=36)] = None
    """Where a lasting copy is."""
