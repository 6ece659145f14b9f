"""A mark: what one assessor alone would rate, in a file of its own; only the assessment is scored."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from scorecard.model.assessment import Assessment, RatingEntry, Stage
from scorecard.model.keys import Key
from scorecard.model.lexical import Boolean, Count, FileId, Model, NameId, Ref, Required, Text
from scorecard.model.source import Source


class Mark(Model):
    """One assessor's ratings of an assessment, made beside others'."""

    kind: Literal["mark"]
    """What the file is."""
    of: Required
    """The assessment that is marked, as subject@date."""
    framework: Annotated[Ref, Key(help="What it is judged by")]
    """The framework's id and version, as id@version."""
    framework_digest: Text | None = None
    """Pins what the framework said when the marks were made."""
    assessor: FileId
    """Who marks; also the name of the file."""
    round: Count = 1
    """Which round of marking it is; a later one is a file of its own."""
    independent: Boolean | None = None
    """Whether it was made without seeing another mark; where it is absent nothing is claimed."""
    stage: Stage = Stage.FINAL
    """Final, or draft: not yet counted."""
    sources: Mapping[NameId, Source] = Field(default_factory=dict)
    """Sources by the key that ratings cite them by."""
    ratings: Mapping[NameId, RatingEntry] = Field(default_factory=dict)
    """Ratings by indicator, as an assessment's."""

    @property
    def is_draft(self) -> bool:
        return self.stage is Stage.DRAFT

    def as_assessment(self, of: Assessment) -> Assessment:
        """Return the assessment as it would be by this mark alone; sources are looked up in it too."""
        update = {
            "framework": self.framework,
            "framework_digest": self.framework_digest,
            "stage": self.stage,
            "document": None,
            "sources": {**of.sources, **self.sources},
            "ratings": self.ratings,
        }
        return of.model_copy(update=update)
