"""What every reader asks first of a scorecard, answered: passes it, what changed, who vouches."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import takewhile
from operator import itemgetter
from typing import NamedTuple

from scorecard.comparing.assessments import Change, Comparison
from scorecard.directions import isolated
from scorecard.links import to_place
from scorecard.model.assessment import Assessment, Confidence
from scorecard.model.digest import has_stale_pin
from scorecard.model.framework import STATUS_RANK, Dimension, Framework, Indicator, Overall, Status
from scorecard.model.lexical import typed_number
from scorecard.model.verdict_rules import RuleKind, VerdictRule
from scorecard.reviewing.review import Review
from scorecard.scoring.scorecard import DimensionResult, Figures, IndicatorResult, Scorecard, all_dimensions
from scorecard.views.change_tables import decided_words, measured_way, rerated_words, ways_of
from scorecard.views.comparison_words import Relation, decided_on, relation_of
from scorecard.views.report import AnswerBox, Answers, Cell
from scorecard.views.reviewed import marked_words, reply_sentences
from scorecard.views.score_change import score_sentences, standing_rank, turn_words
from scorecard.views.scorecard import bounds_words, not_asked, unrated_counts
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    counts_words,
    framework_labels,
    full_score_text,
    grade_cell,
    grade_rule_words,
    grade_words,
    in_sentence,
    label_of,
    lacking_in,
    out_of_words,
    plural,
    rated_nouns,
    rated_words,
    rule_words,
    score_or_bounds,
    score_text,
    standing_cell,
    stands_by_score,
    subject_name,
    verdict_cell,
)

_FEW, _FEW_MEASURED = 5, 3
"""How many answers that are not given are named, and how many measurements that moved."""
_MOST_OF_TITLE = 40
"""How long a title may be for a sentence to hold it beside its number."""


class ThreeAnswers(NamedTuple):
    """Each answer in few words, and in sentences; `who` is of whom and of what day they are, `draft` says so.

    `still` is what an open verdict can be; `score` says the score where neither standing nor why does.
    `since` is the earlier date that they are compared with, and nothing of a first assessment.
    `rated_by` says in one line what trust rests on, `replied` what became of replies.
    """

    is_judged: bool
    who: str
    draft: str
    standing: Cell
    still: str
    counts: str
    why: str
    score: str
    moved: str
    since: str
    changed: tuple[str, ...]
    rated: str
    rated_by: str
    replied: tuple[str, ...]
    trust: tuple[str, ...]

    @property
    def headline(self) -> Cell:
        """All of it in one line, with the look of the result."""
        moved = say.moved_since(self.moved, self.since) if self.since else ""
        standing = say.standing(self.standing.text, self.still, self.draft)
        return self.standing._replace(text=say.headline([standing, self.who, self.counts, moved]))

    @property
    def block(self) -> Answers:
        """The three answers, each in a box of its own."""
        asked = (say.does_it_pass(self.is_judged), say.what_changed(self.since), say.CAN_WE_TRUST)
        standing = self.standing._replace(text=say.standing(self.standing.text, "", self.draft))
        short = (standing, Cell(say.capital(self.moved)), Cell(self.rated))
        said = (tuple(filter(None, (self.why, self.score))), self.changed, self.trust)
        return Answers(tuple(map(AnswerBox, asked, say.LABELS, short, said)))

    def in_short(self) -> "ThreeAnswers":
        """Why and trust in as few words as there is room for above something else."""
        return self._replace(score="", rated=self.rated_by, trust=self.replied)


def answer_of(
    scorecard: Scorecard,
    comparisons: Sequence[Comparison] = (),
    review: Review | None = None,
    *,
    is_whole_history: bool = True,
) -> ThreeAnswers:
    """Answer for a scorecard; `comparisons` are of its subject's dates up to it, each with the one before.

    Only where these are all of them is it said since when the test is the same. `review` is what was said
    of the scorecard's assessment.
    """
    framework, figures, assessment = scorecard.framework, scorecard.figures, scorecard.assessment
    moved, since, changed = say.FIRST, "", tuple[str, ...]()
    replied = tuple(reply_sentences(review))
    if comparisons:
        moved, since, changed = moved_between(comparisons[-1])
    return ThreeAnswers(
        is_judged=framework.judges,
        who=say.who(subject_name(assessment.subject), assessment.date),
        draft=_mark(assessment),
        standing=standing_of(figures, framework),
        still=_still(figures, framework),
        counts=counts_of(figures, framework),
        why=_why(scorecard),
        score=_score(figures, framework),
        moved=moved,
        since=since,
        changed=changed,
        rated=_rated(figures, framework),
        rated_by=_rated_by(scorecard, review),
        replied=replied,
        trust=tuple(_trust(scorecard, comparisons if is_whole_history else (), review, replied)),
    )


def _mark(assessment: Assessment) -> str:
    if assessment.is_draft:
        return say.DRAFT_MARK
    if assessment.withdrawn:
        return say.WITHDRAWN_MARK
    return say.REVIEW_MARK if assessment.under_review is not None else ""


# Does it pass? ----------------------------------------------------------------------------------


def standing_of(figures: Figures, framework: Framework) -> Cell:
    """Return what a result comes to as the first words of a headline, with its look."""
    if framework.judges:
        cell = verdict_cell(figures.status, framework)
        is_own = figures.status in framework.verdict_labels
        grade = grade_cell(figures, framework)
        words = cell.text if is_own else say.verdict(figures.status)
        return cell._replace(text=say.with_grade(words, grade.text) if grade else words)
    cell = standing_cell(figures, framework)
    if figures.status is not Status.UNJUDGED or figures.score is None:
        status = Status.NOT_RATED if figures.status is Status.UNJUDGED else figures.status
        return cell._replace(text=say.verdict(status))
    if stands_by_score(framework):
        return cell._replace(text=f"{cell.text} {out_of_words()}")
    if not framework.grades:
        return cell._replace(text=_rated(figures, framework))
    is_bare = figures.grade is not None and len(cell.text) <= 2
    return cell._replace(text=say.bare_grade(cell.text)) if is_bare else cell


def counts_of(figures: Figures, framework: Framework) -> str:
    """Say how many have each status; without verdicts how many are rated, unless that is all there is."""
    if framework.judges:
        return counts_words(figures.counts.by_status, framework)
    is_all = not framework.grades and not framework.show_score and figures.status is Status.UNJUDGED
    return "" if is_all else _rated(figures, framework)


def _rated(figures: Figures, framework: Framework) -> str:
    counts, _ = unrated_counts(figures, framework)
    return say.rated(counts.rated, counts.applicable, counts.not_applicable)


def _still(figures: Figures, framework: Framework) -> str:
    """Say what an open verdict can still be, where that is not everything."""
    statuses = _open_statuses(figures, framework)
    is_open = figures.status_low is Status.FAIL and figures.status_high is Status.PASS
    return "" if is_open or not statuses else say.outcomes(statuses, framework_labels(framework))


def _open_statuses(figures: Figures, framework: Framework) -> list[Status]:
    if figures.status is not Status.UNDETERMINED or not figures.parts.rated:
        return []
    low, high = (STATUS_RANK[each] for each in (figures.status_low, figures.status_high))
    is_ever_partial = (framework.overall.partial_when or framework.partial_when).kind is not RuleKind.NEVER
    statuses = (Status.PASS, Status.PARTIAL, Status.FAIL) if is_ever_partial else (Status.PASS, Status.FAIL)
    return [each for each in statuses if low <= STATUS_RANK[each] <= high]


def _score(figures: Figures, framework: Framework) -> str:
    """Say the score, and where it will end, as far as nothing beside it does."""
    if figures.score is None or not framework.show_score:
        return ""
    if figures.provisional:
        return say.provisional(bounds_words(figures))
    is_said = stands_by_score(framework) or figures.grade is not None
    if framework.judges:
        is_said = (framework.overall.pass_when or framework.pass_when).kind is RuleKind.SCORE
    return say.score(_out_of(figures), bounds_words(figures), is_said=is_said)


def _why(scorecard: Scorecard) -> str:
    framework, figures = scorecard.framework, scorecard.figures
    if not figures.parts.rated or figures.status is Status.NOT_APPLICABLE:
        return say.NOTHING_RATED if figures.parts.applicable else ""
    if not framework.judges:
        return _graded(scorecard) if framework.grades else _best_and_worst(scorecard)
    if figures.status is Status.PASS:
        return _judged(scorecard)
    why = _still_open(scorecard) if figures.status is Status.UNDETERMINED else _judged(scorecard)
    return " ".join(filter(None, [why, _lacking_below(scorecard)]))


class _Item(NamedTuple):
    """What a rule speaks of: what sentences call it, alone and with its title, and what it came to."""

    name: str
    title: str
    status: Status
    critical: bool


def _ruling(scorecard: Scorecard) -> tuple[list[_Item], str, VerdictRule, VerdictRule]:
    """Return what the whole is judged by: items, how they are called, and when it passes and is partial.

    Where there is one dimension, and it must pass, these are that one's.
    """
    framework = scorecard.framework
    items, noun = _items((), scorecard.dimensions, framework), framework.dimension_label
    rules = framework.overall.pass_when or framework.pass_when, framework.overall.partial_when
    held = [each for each in scorecard.dimensions if each.figures.counts.applicable]
    if len(held) == 1 and rules[0].kind is RuleKind.ALL:
        one = held[0]
        items, noun = _items(one.indicators, one.dimensions, framework), framework.indicator_label
        rules = one.dimension.pass_when or framework.pass_when, one.dimension.partial_when
    return items, plural(noun.lower()), rules[0], rules[1] or framework.partial_when


def _judged(scorecard: Scorecard) -> str:
    """Say by which rule the whole has its verdict."""
    framework, status = scorecard.framework, scorecard.figures.status
    items, noun, pass_when, partial_when = _ruling(scorecard)
    labels = framework_labels(framework)
    passing = sum(each.status is Status.PASS for each in items)
    lacking = [each.name for each in items if each.critical and each.status is not Status.PASS]
    told = (passing, len(items), noun, labels, _amount(pass_when), _out_of(scorecard.figures))
    if status is Status.PASS:
        return say.met(pass_when.kind, *told)
    if pass_when.kind is partial_when.kind is RuleKind.SCORE and not lacking:
        return say.score_short(_out_of(scorecard.figures), _amount(pass_when), _amount(partial_when), labels)
    failing = [each for each in items if each.status is Status.FAIL]
    failed = [each.title if len(failing) == 1 else each.name for each in failing]
    partial = [each.name for each in items if each.status is Status.PARTIAL]
    short = say.shortfall(failed, partial, noun, labels)
    because = say.unmet(pass_when.kind, *told, short)
    if lacking and pass_when.kind is not RuleKind.ALL:
        because = say.lacks_critical(lacking, labels)
    is_plain = partial_when.kind is RuleKind.NONE_FAIL and pass_when.kind is RuleKind.ALL
    if status is Status.PARTIAL and not is_plain:
        because += " " + say.in_part(rule_words(partial_when, noun, framework), labels)
    return because


def _lacking_below(scorecard: Scorecard) -> str:
    """Say what is critical to a dimension and falls short, unless the rule of the whole speaks of it."""
    framework, (told, *_) = scorecard.framework, _ruling(scorecard)
    label = framework.dimension_label
    short = [
        _item(thing, label if isinstance(thing, Dimension) else framework.indicator_label, status)
        for each in all_dimensions(scorecard.dimensions)
        if each.applies
        for thing, status in lacking_in(each, framework)
    ]
    short = [each for each in short if each not in told]
    names = [each.title if len(short) == 1 else each.name for each in short]
    if len(names) > _FEW:
        names = [*names[: _FEW - 1], say.more(len(names) - _FEW + 1)]
    noun = isolated(label.lower()) if len(names) == 1 else plural(label.lower())
    return say.lacks_below(names, noun, framework_labels(framework)) if names else ""


def _items(
    indicators: Sequence[IndicatorResult], dimensions: Sequence[DimensionResult], framework: Framework
) -> list[_Item]:
    items = [
        _item(each.indicator, framework.indicator_label, each.status)
        for each in indicators
        if each.counted and each.status is not Status.NOT_APPLICABLE
    ]
    return items + [
        _item(each.dimension, framework.dimension_label, each.figures.status)
        for each in dimensions
        if each.applies and each.figures.counts.applicable
    ]


def _item(thing: Dimension | Indicator, label: str, status: Status) -> _Item:
    name, title = in_sentence(thing, label), isolated(thing.title.removesuffix("."))
    has_room = thing.id[0].isdigit() and len(title) <= _MOST_OF_TITLE
    return _Item(name, say.with_title(name, title) if has_room else name, status, thing.critical)


def _amount(rule: VerdictRule) -> str:
    amount = Fraction(rule.amount or 0)
    if rule.kind is RuleKind.SCORE:
        return full_score_text(amount)
    return say.part_of(amount) if rule.kind is RuleKind.SHARE else str(amount)


def _out_of(figures: Figures) -> str:
    return f"{score_or_bounds(figures) or say.NONE} {out_of_words()}"


def name_of(result: DimensionResult, framework: Framework) -> str:
    """Return what a sentence calls a dimension: "Test 6"; by its title where its id is a word."""
    return in_sentence(result.dimension, framework.dimension_label)


def _titled(indicator: Indicator) -> str:
    title = isolated(indicator.title.removesuffix("."))
    return to_place(f"{indicator.id} {title}" if indicator.id[0].isdigit() else title, indicator.id)


def _graded(scorecard: Scorecard) -> str:
    figures, framework = scorecard.figures, scorecard.framework
    grade, cell = figures.grade, grade_cell(figures, framework)
    if cell is None:
        return ""
    if grade is None:
        return say.grade_open(_open_words(scorecard, of_score=True))
    is_by_score = grade.when is None or grade.when.kind is RuleKind.SCORE
    if not is_by_score:
        return say.graded_by(cell.text, grade_rule_words(grade, framework)) if grade.when else ""
    least = _amount(grade.when) if grade.when else ""
    if not framework.show_score:
        return _best_and_worst(scorecard)
    return say.graded(cell.text, _out_of(figures), least)


def _best_and_worst(scorecard: Scorecard) -> str:
    """Say which dimension is best and which worst, by score or, where none is shown, by grade."""
    framework, scored = scorecard.framework, []
    for each in scorecard.dimensions:
        score, grade = each.figures.score, each.figures.grade
        if not each.applies or score is None or each.figures.provisional:
            continue
        if framework.show_score:
            scored.append((score, score_text(score), name_of(each, framework)))
        elif grade is not None:
            worth = Fraction(-[one.id for one in framework.grades].index(grade.id))
            scored.append((worth, label_of(grade), name_of(each, framework)))
    if len({worth for worth, _, _ in scored}) < 2:
        return ""
    best, worst = max(scored, key=itemgetter(0)), min(scored, key=itemgetter(0))
    return say.best_and_worst(best[2], best[1], worst[2], worst[1])


def _still_open(scorecard: Scorecard) -> str:
    """Say what is needed, what it can still become, and on what that depends."""
    framework, figures, labels = scorecard.framework, scorecard.figures, framework_labels(scorecard.framework)
    items, noun, pass_when, partial_when = _ruling(scorecard)
    if pass_when.kind is RuleKind.SCORE:
        score = "" if figures.provisional or not framework.show_score else _out_of(figures)
        in_part = _amount(partial_when) if partial_when.kind is RuleKind.SCORE else ""
        needed = say.score_short(score, _amount(pass_when), in_part, labels, is_open=True)
    else:
        needed = say.sentence(say.passes_when(rule_words(pass_when, noun, framework), "", labels))
    critical = [each for each in items if each.critical and pass_when.kind is not RuleKind.ALL]
    if short := [each.name for each in critical if each.status in (Status.FAIL, Status.PARTIAL)]:
        needed += " " + say.lacks_critical(short, labels)
    elif critical:
        needed += " " + say.sentence(say.whatever_else([each.name for each in critical], labels))
    of_score = _asks_score(framework.overall, framework)
    can = (figures.status_high is Status.PASS, figures.status_low is Status.FAIL)
    outcomes = say.outcomes(_open_statuses(figures, framework), labels)
    still = say.still_open(*can, outcomes, labels, _open_words(scorecard, of_score=of_score))
    return f"{needed} {still}"


def _open_words(scorecard: Scorecard, *, of_score: bool) -> str:
    """Say how much is not rated and may decide; what it is where it is little."""
    found = [*_open_answers(scorecard.dimensions, scorecard.framework, of_score=of_score)]
    noun = rated_nouns(scorecard.framework, len(found))
    return say.open_ones(len(found), noun, found if len(found) <= _FEW else [])


def _asks_score(holder: Dimension | Overall, framework: Framework) -> bool:
    rules = (holder.pass_when or framework.pass_when, holder.partial_when or framework.partial_when)
    return any(rule.kind is RuleKind.SCORE for rule in rules)


def _open_answers(
    results: Sequence[DimensionResult], framework: Framework, *, of_score: bool
) -> Iterator[str]:
    """Yield what is not rated and may decide; unless a score does, that is in what is not decided alone."""
    for each in results:
        if of_score or each.figures.status is Status.UNDETERMINED:
            by_score = of_score or _asks_score(each.dimension, framework)
            open = (one for one in each.indicators if one.counted and one.status is Status.NOT_RATED)
            yield from (in_sentence(one.indicator) for one in open)
            yield from _open_answers(each.dimensions, framework, of_score=by_score)


# What changed? ----------------------------------------------------------------------------------


def moved_between(comparison: Comparison) -> tuple[str, str, tuple[str, ...]]:
    """Say in few words what changed, since when, and what in sentences."""
    then, now = (each.assessment.date for each in (comparison.before, comparison.after))
    up, down, _ = ways_of(comparison)
    ways = [(each, measured_way(each, comparison.after.framework)) for each in comparison.changes]
    measured = [(change, way) for change, way in ways if way is not None and change.is_comparable]
    counts = Counter(way for _, way in measured)
    by_measurement = say.measured(counts[1], counts[-1], counts[0]) if measured else ""
    moved = say.moved(up, down) if up or down or not measured else by_measurement
    changed = [*_changed(comparison)]
    same = Counter(way for change, way in measured if change.stays_while_measurement_moves)
    if len(measured) <= _FEW_MEASURED:
        changed += (_measured(*each, comparison) for each in measured)
    elif moved != by_measurement and same:
        changed.append(say.at_same_rating(say.measured(same[1], same[-1], same[0])))
    if then >= now:
        return moved, "", (say.not_before(then, then == now), *changed)
    return moved, say.since(then, now), tuple(changed)


def _measured(change: Change, way: int, comparison: Comparison) -> str:
    then, now = (
        typed_number(each.rating.measured)
        for each in (change.was, change.after)
        if each and each.rating.measured is not None
    )
    unit = isolated(change.indicator.unit or "")
    name = _titled(change.indicator)
    told = rerated_words(change, comparison), decided_words(change, comparison)
    return say.measured_moved(name, then, now, unit, way, "; ".join(filter(None, told)))


def how_far(comparison: Comparison) -> Iterator[str]:
    """Yield how far the score moved, on how much that rests, or this alone, and what decisions changed."""
    scored = [*score_sentences(comparison)]
    yield from scored
    applicable, (_, _, compared) = comparison.after.figures.counts.applicable, ways_of(comparison)
    if not scored and compared < applicable:
        noun = plural(comparison.after.framework.indicator_label.lower())
        yield say.compared(compared, applicable, noun)
    if relation_of(comparison) is Relation.OTHER:
        return
    decided: dict[tuple[str, ...], list[str]] = {}
    for each in comparison.changes:
        if on := decided_on(each):
            decided.setdefault(on, []).append(in_sentence(each.indicator))
    told = []
    for on, names in sorted(decided.items()):
        named = names if len(names) <= _FEW else [rated_words(len(names), comparison.after.framework)]
        told.append((on, len(names), named))
    if told:
        yield say.decided_changes(told)
    if told and comparison.undecided and relation_of(comparison) is Relation.LATER:
        figures = comparison.undecided, comparison.after.figures
        before, now = (_result_words(each, comparison.after.framework) for each in figures)
        if before != now:
            yield say.before_decisions(before)


def _result_words(figures: Figures, framework: Framework) -> list[str]:
    """Say verdict or grade, and the score, as far as people are shown them."""
    told = [_stands(figures, framework, judges=True)] if framework.judges else []
    told += [grade_words(figures, framework)] if framework.grades else []
    return told + [score_or_bounds(figures)] * framework.show_score


def _changed(comparison: Comparison) -> Iterator[str]:
    if turn := _turn(comparison.before.figures, comparison.after.figures, comparison):
        yield say.went([], *turn, turn_words(comparison.split, turn[0], comparison))
    yield from how_far(comparison)
    yield from turned_dimensions(comparison)


def turned_dimensions(comparison: Comparison) -> Iterator[str]:
    """Yield which dimensions went up or down, from what to what and by what, and which are decided or not."""
    turned: dict[tuple[int, str, str, str], list[str]] = {}
    decided, undecided, missing = (list[tuple[str, str]]() for _ in range(3))
    for each in comparison.dimensions:
        if each.before and (turn := _turn(each.before.figures, each.after.figures, comparison)):
            (way, then, now), name = turn, name_of(each.after, comparison.after.framework)
            sides = each.before.figures.status, each.after.figures.status
            if sides[0] in STATUS_RANK and sides[1] is Status.UNDETERMINED:
                lacks = [one.figures.parts.not_rated for one in (each.before, each.after)]
                (missing if lacks[0] < lacks[1] else undecided).append((name, then))
            elif sides[0] is Status.UNDETERMINED and sides[1] in STATUS_RANK:
                decided.append((name, now))
            else:
                turned.setdefault((*turn, turn_words(each.split, way, comparison)), []).append(name)
    yield from (say.went(names, *told) for told, names in turned.items())
    if decided:
        yield say.decided(decided)
    for names, is_missing in ((undecided, False), (missing, True)):
        if names:
            yield say.no_longer_decided(names, is_missing=is_missing)


def _turn(before: Figures, after: Figures, comparison: Comparison) -> tuple[int, str, str] | None:
    """Return which way a verdict, or without one a grade, went, and from what to what; none is 0."""
    framework = comparison.after.framework
    sides = (before, comparison.before.framework), (after, framework)
    words = [_stands(*side, judges=framework.judges) for side in sides]
    if words[0] == words[1] or (framework.judges and before.status is after.status):
        return None
    then, now = (standing_rank(each, framework)[1] for each in (before, after))
    way = 0 if then is None or now is None else (now > then) - (now < then)
    return way, words[0], words[1]


def _stands(figures: Figures, framework: Framework, *, judges: bool) -> str:
    if not judges:
        return grade_words(figures, framework)
    is_open = figures.status is Status.UNDETERMINED
    return say.NOT_DECIDED if is_open else say.became(figures.status, framework_labels(framework))


# Can we trust it? -------------------------------------------------------------------------------


def _is_same_test(comparison: Comparison) -> bool:
    return comparison.alignment.is_one_version or comparison.alignment.is_raised_alone


def _judges(assessment: Assessment) -> list[list[str]]:
    return [[*map(isolated, names)] for names in (assessment.assessors, assessment.reviewers)]


def _rated_by(scorecard: Scorecard, review: Review | None) -> str:
    counts, _ = unrated_counts(scorecard.figures, scorecard.framework)
    rated, assessment = say.rated(counts.rated, counts.applicable), scorecard.assessment
    marked = marked_words(review, scorecard, is_short=True)
    judges = ([], []) if marked else _judges(assessment)
    is_rated = counts.rated > 0
    return say.judged_by(*judges, marked=marked, is_draft=assessment.is_draft, is_rated=is_rated, rated=rated)


def _trust(
    scorecard: Scorecard, comparisons: Sequence[Comparison], review: Review | None, replied: Sequence[str]
) -> Iterator[str]:
    """Yield what trust rests on; beside marks neither who is sure, nor that nothing was corrected."""
    assessment, marked = scorecard.assessment, marked_words(review, scorecard)
    rated = [each for each in scorecard.indicators() if each.counted and each.score is not None]
    cited = [each.rating.evidence for each in rated if each.rating.evidence]
    sources = {one.source for evidence in cited for one in evidence}
    sure = Counter(each.rating.confidence for each in rated if each.rating.confidence)
    judges, is_draft = _judges(assessment), assessment.is_draft
    yield say.sentence(say.judged_by(*judges, marked=marked, is_draft=is_draft, is_rated=bool(rated)))
    if assessment.under_review is not None:
        yield say.UNDER_REVIEW_SO
    if review and review.unusable_marks:
        yield say.marks_not_counted(review.unusable_marks)
    yield from replied
    if rated:
        one = scorecard.sources.get(next(iter(sources))) if len(sources) == 1 else None
        title = isolated(one.title) if one else "".join(sources) if len(sources) == 1 else ""
        degrees = [Confidence.LOW] if marked else [*Confidence]
        counts = {each.value: sure[each] for each in degrees if sure[each]}
        evidence = say.evidence(len(cited), len(rated), len(sources), title)
        count = len(rated) if len(cited) < len(rated) else 0
        confidence = say.confidence(counts, count, len(rated), tells_rest=not marked)
        yield f"{evidence} {confidence}".rstrip()
    days = [each.date for each in assessment.corrections if each.date]
    count = len(assessment.corrections)
    told = [] if marked and not count else [say.corrected(count, max(days, default=None))]
    if has_stale_pin(assessment, scorecard.framework):
        told.append(say.STALE_PIN)
    elif comparisons:
        same = [*takewhile(_is_same_test, reversed(comparisons))]
        first = same[-1] if same else comparisons[-1]
        then = say.since(first.before.assessment.date, assessment.date)
        is_raised, was_other = (
            any(each.alignment.is_raised_alone for each in same),
            len(same) < len(comparisons),
        )
        told.append(say.yardstick(then, is_same=bool(same), is_raised=is_raised, was_other=was_other))
    if told:
        yield " ".join(told)
    if unasked := not_asked(scorecard):
        yield say.sentence(unasked)
