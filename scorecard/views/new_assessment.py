"""What there is to say of an assessment that `new` has drafted."""

from collections.abc import Iterator

from scorecard.editing.draft import NewAssessment
from scorecard.model.digest import has_stale_pin
from scorecard.views.words import english as say
from scorecard.views.words.standings import rated_words


def new_assessment_words(drafted: NewAssessment) -> Iterator[str]:
    """Yield what there is to say of the new file."""
    framework, carried = drafted.framework, drafted.carried
    asked, counted = len(drafted.rated), sum(each.counted for each in framework.indicators())
    yield say.talk("drafted", what=rated_words(asked, framework), ref=framework.ref)
    if not drafted.tags and asked < counted:
        yield say.talk("by-tags", count=counted - asked)
    if drafted.is_name_made:
        yield say.talk("name-made", name=drafted.name)
    if carried is None:
        return
    earlier = carried.earlier
    said = "carried-reasons" if carried.count_reasons else "carried"
    counts = {"count": carried.count, "total": carried.count_before, "reasons": carried.count_reasons}
    yield say.talk(said, name=earlier.name, **counts)
    if carried.count < carried.count_before:
        yield say.talk("not-carried")
    if earlier.content.subject.id != drafted.place.subject:
        yield say.talk("another-subject", id=earlier.content.subject.id)
    if earlier.content.date > drafted.place.date:
        yield say.talk("carried-back", name=earlier.name, day=drafted.place.date)
    if carried.alignment.broken is not None:
        yield say.talk("matched", why=carried.alignment.broken)
    if has_stale_pin(earlier.content, earlier.framework):
        yield say.talk("changed-after", ref=earlier.framework.ref, name=earlier.name)
