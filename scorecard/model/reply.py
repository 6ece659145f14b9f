"""A reply: what the subject itself says of its ratings, in its own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from scorecard.model.assessment import Evidence
from scorecard.model.keys import LINE, PROSE, WORD, Key
from scorecard.model.lexical import STRICT, Day, Model, NameId, Required, Text, as_list
from scorecard.model.source import Source


class ReplyAnswer(StrEnum):
    """What a subject says of one rating."""

    ACCEPTS = "accepts"
    DISPUTES = "disputes"
    NO_COMMENT = "no-comment"


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """What a subject says of the rating of one indicator."""

    __pydantic_config__ = STRICT

    answer: Annotated[ReplyAnswer, Key(WORD, "Your answer", width=16)]
    """Accepts, disputes, or no-comment."""
    shown: Text | None = None
    """The rating that it answers to, in the words that it was shown, where that was changed since."""
    proposes: Annotated[Text | None, Key(label="You propose", width=17)] = None
    """The level or the measurement that it proposes."""
    text: Annotated[Text | None, Key(PROSE, "What you say", width=48)] = None
    """What it says."""
    evidence: Annotated[tuple[Evidence, ...], BeforeValidator(as_list)] = ()
    """Where that can be checked."""


class Reply(Model):
    """What a subject answered to the ratings that it was shown."""

    kind: Literal["reply"]
    """What the file is."""
    of: Required
    """The assessment that it answers to, as subject@date."""
    by: Annotated[Required, Key(LINE)]
    """Who replies."""
    invited: Day | None = None
    """When they were asked."""
    due: Day | None = None
    """When the answer was wanted."""
    received: Day | None = None
    """When it came."""
    closed: Day | None = None
    """When it was given up that one would come; typed by a person."""
    shown: Text | None = None
    """The digest of the ratings that they were shown."""
    document: NameId | None = None
    """The source in which they answered, where that was a letter."""
    sources: Mapping[NameId, Source] = Field(default_factory=dict)
    """Sources by the key that evidence cites them by."""
    text: Annotated[Text | None, Key(PROSE)] = None
    """What they say about the whole."""
    replies: Mapping[NameId, Comment] = Field(default_factory=dict)
    """What they say of each rating, by indicator."""

    @property
    def has_come(self) -> bool:
        """Whether anything was answered; a file that only says when they were invited waits for it."""
        return self.received is not None or bool(self.replies) or self.text is not None
