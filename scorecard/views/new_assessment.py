"""What there is to say of an assessment that `new` has drafted."""

from collections.abc import Iterator

from scorecard.editing.draft import NewAssessment
from scorecard.model.digest import has_stale_pin
from scorecard.views.words.standings import rated_words


def new_assessment_words(drafted: NewAssessment) -> Iterator[str]:
    """Yield what there is to say of the new file."""
    framework, carried = drafted.framework, drafted.carried
    asked, counted = len(drafted.rated), sum(each.counted for each in framework.indicators())
    yield f"{rated_words(asked, framework)} under {framework.ref}, in a draft"
    if not drafted.tags and asked < counted:
        said = f"note: {counted - asked} more are asked by tags, and this subject has none"
        yield f"{said}: write them in the file, or give --tag"
    if drafted.is_name_made:
        yield f"The subject is called {drafted.name}, made from its id: check that in the file"
    if carried is None:
        return
    earlier = carried.earlier
    alone = f", {carried.count_reasons} with its reason alone" if carried.count_reasons else ""
    count_words = f"{carried.count} of {carried.count_before} ratings of {earlier.name}"
    yield f"{count_words} were carried over{alone}, to be reviewed"
    if carried.count < carried.count_before:
        yield "Notes in the file say why the others were not, and what they were"
    if earlier.content.subject.id != drafted.place.subject:
        yield f"note: these are ratings of another subject, {earlier.content.subject.id}"
    if earlier.content.date > drafted.place.date:
        yield f"note: {earlier.name} is later than {drafted.place.date}"
    if carried.alignment.broken is not None:
        yield f"note: indicators were matched by their ids alone: {carried.alignment.broken}"
    if has_stale_pin(earlier.content, earlier.framework):
        yield f"note: {earlier.framework.ref} was changed after {earlier.name} was made"
