"""What stands beside pages of a site for programs: what changed, one indicator with every subject."""

from collections.abc import Iterable, Sequence

from scorecard.directions import unmarked
from scorecard.model.file_names import suffix_of
from scorecard.views.data import Json, Records, written_json
from scorecard.views.scorecard_data import assess_records, indicator_json
from scorecard.views.site.changes import Event
from scorecard.views.site.indicator import NewestRatings, RatedSubject
from scorecard.views.site.plan import HOME

_EVENT = "date", "kind", "subject", "page", "text"


def changes_json(events: Sequence[Event]) -> Json:
    """Return `scorecard/changes/1`: what changed in public, the newest first."""
    changes: list[Json] = [dict(zip(_EVENT, _values(each), strict=True)) for each in events]
    return {"schema": "scorecard/changes/1", "changes": changes}


def changes_records(events: Sequence[Event]) -> Records:
    """Return what changed in public as rows, the newest first."""
    return Records(_EVENT, map(_values, events))


def _values(event: Event) -> list[Json]:
    page = event.page.address or HOME.address
    text = unmarked(f"{event.whose}: {event.text}")
    return [event.day.isoformat(), event.kind.value, event.subject or None, page, text]


def rated_json(framework: str, id: str, rated: Sequence[RatedSubject]) -> Json:
    """Return `scorecard/ratings/1`: one indicator of a framework, as id@version, with every subject."""
    ratings: list[Json] = [_rated(each) for each in rated]
    return {"schema": "scorecard/ratings/1", "framework": framework, "indicator": id, "ratings": ratings}


def _rated(each: RatedSubject) -> Json:
    (place, scorecard), result = each.dated, each.result
    about: dict[str, Json] = {
        "subject": written_json(scorecard.assessment.subject),
        "date": place.date.isoformat(),
        "suffix": suffix_of(place.path),
        "draft": scorecard.assessment.is_draft,
        "under_review": scorecard.assessment.under_review,
        "path": place.path,
    }
    return about | indicator_json(result, scorecard)


def rated_records(newest: Iterable[NewestRatings]) -> dict[str, Records]:
    """Return each indicator with every subject, in the columns of `assess`, by the indicator's id."""
    found = assess_records([(each.dated.place.path, each.dated.scorecard) for each in newest])
    at, rows = [*found.names].index("indicator"), dict[str, list[Sequence[Json]]]()
    for each in found.rows:
        rows.setdefault(str(each[at]), []).append(each)
    return {id: Records(found.names, those) for id, those in rows.items()}
