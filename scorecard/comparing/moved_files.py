"""Which assessments are the same ones in other places: a file or a folder renamed, a date set right."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from scorecard.model.assessment import Assessment, Rating
from scorecard.model.file_names import AssessmentPath
from scorecard.model.lexical import RESERVED_IDS, FormError, FrameworkRef, parse_number

PlacedAssessment = tuple[AssessmentPath, Assessment]
_RatingsUnder = tuple[FrameworkRef, frozenset[tuple[str, Rating]]]
"""All that was recorded, and under what."""
_NO_LEVEL = (None, *RESERVED_IDS)


def find_moves(
    gone: Iterable[PlacedAssessment], new: Iterable[PlacedAssessment]
) -> dict[AssessmentPath, AssessmentPath]:
    """Return where each new assessment was that is one of those gone, moved.

    Two are one where subject, date and suffix are the same and only the file's ending is not; or where all
    ratings are equal, at least one indicator is rated, and no other pair is like it. Of several such
    pairs, as in a folder that was renamed, each is of one day where all can be.
    """
    were, are = dict(gone), dict(new)
    names = {place.name: place for place in were}
    moves = {place: names[place.name] for place in are if place.name in names}
    taken = set(moves.values())
    rated = _by_ratings((place, each) for place, each in were.items() if place not in taken)
    for ratings, places in _by_ratings(item for item in are.items() if item[0] not in moves).items():
        olds = rated.get(ratings, [])
        days = {place.day: place for place in places}
        old_days = {place.day: place for place in olds}
        if len(places) == len(olds) == 1:
            moves[places[0]] = olds[0]
        elif days.keys() == old_days.keys() and len(days) == len(places) == len(olds):
            moves |= {place: old_days[day] for day, place in days.items()}
    return moves


def _by_ratings(assessments: Iterable[PlacedAssessment]) -> dict[_RatingsUnder, list[AssessmentPath]]:
    found: dict[_RatingsUnder, list[AssessmentPath]] = {}
    for place, assessment in assessments:
        recorded = {id: _recorded(entry) for id, entry in assessment.ratings.items()}
        entries = {(id, rating) for id, rating in recorded.items() if rating is not None}
        if any(each.measured is not None or each.level not in _NO_LEVEL for _, each in entries):
            found.setdefault((assessment.framework, frozenset(entries)), []).append(place)
    return found


def _recorded(entry: Rating | str | None) -> Rating | None:
    """Return an entry of `ratings` in one form, whatever it was written in; None where it records nothing."""
    rating = entry if isinstance(entry, Rating) else Rating(level=entry)
    if rating.level is not None and rating.measured is None:
        # A bare number is a measurement, or the id of a level: equal ones are equal as either.
        with suppress(FormError):
            rating = replace(rating, level=None, measured=parse_number(rating.level))
    return None if rating in (Rating(), Rating(level="not-rated")) else rating
