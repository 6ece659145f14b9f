"""Leagues as reports: what `trend` shows of several subjects."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from statistics import median

from scorecard.comparing.assessments import Comparison
from scorecard.comparing.league import League, Standing, find_tallies
from scorecard.comparing.trend import TrendFilter
from scorecard.directions import isolated
from scorecard.model.framework import STATUS_RANK, Dimension, Framework, Status
from scorecard.reviewing.review import Review
from scorecard.scoring.scorecard import Figures
from scorecard.views.matrix import league_matrix, short_grade, signed, signs_in
from scorecard.views.report import (
    Block,
    Cell,
    Column,
    Fold,
    Prose,
    Report,
    Table,
    facts,
    items,
    row,
    table,
)
from scorecard.views.robustness import order_words
from scorecard.views.score_change import shows_scores
from scorecard.views.scorecard import basis_words
from scorecard.views.site.plan import PageKind, SitePage, SitePlan
from scorecard.views.trend import left_out_facts, shown_facts
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    count_columns,
    counts_words,
    framework_words,
    in_units,
    label_of,
    marked_name,
    named,
    note_blocks,
    out_of_words,
    plural,
    range_text,
    rated_nouns,
    score_text,
    standing_cells,
    subject_name,
    told_by,
)

_MOST_NEIGHBOURS = 12
"""Of how many subjects it is said how firm their order is."""
_MOST_OF_OTHER_DATES = _FEWEST_FOR_MIDDLE = 3
_LONGEST_TITLE = 18
_LOOKS: Mapping[Status, float] = {**STATUS_RANK, Status.UNDETERMINED: 0.5}
"""How good a verdict looks beside another."""


Reviews = Sequence[Review | None]


def league_view(
    league: League,
    comparisons: Sequence[Comparison] = (),
    reviews: Reviews = (),
    *,
    shown: TrendFilter,
    is_page: bool = False,
    plan: SitePlan | None = None,
) -> Report:
    """Return the subjects of a league by their places; of `shown` what is said of dates limits them.

    `comparisons` are of subjects' latest dates with those before; a page has each subject's name first, and
    in a site it leads to the subject's page.
    """
    framework, standings = league.framework, league.standings
    with told_by(framework):
        order = say.SCORE if framework.show_score else next(iter(_titles(league)), say.NAME)
        blocks = [*_begin(league, TrendFilter(shown.window), reviews, comparisons)]
        if any(standing.is_open for standing in standings):
            blocks.append(Prose(say.order_is_open(rated_nouns(framework)), label="≈"))
        if any(standing.is_tied for standing in standings):
            blocks.append(Prose(say.SAME_SCORES, label=say.TIED))
        if not framework.show_score:
            blocks.append(Prose(say.no_ranking(order.lower(), and_passes=framework.judges)))
        elif any(_is_by_other_rule(standings, at) for at, _ in enumerate(framework.dimensions)):
            blocks.append(Prose(say.by_own_rule(isolated(framework.dimension_label.lower()))))
        blocks.append(_standings_table(league, say.subjects_by(order.lower()), plan, is_page=is_page))
        if is_page:
            numbered = [each for each in framework.dimensions if each.id[0].isdigit()]
            blocks += items(map(named, numbered), plural(framework.dimension_label))
        blocks += items(_by_tag(league, comparisons), say.BY_TAG)
        if framework.show_score and len(standings) <= _MOST_NEIGHBOURS:
            blocks += items(order_words([each.dated.scorecard for each in standings]), say.ORDER_FIRM)
        return _report(league, say.LEAGUE_TABLE, blocks, is_page=is_page)


def side_by_side_view(
    league: League, comparisons: Sequence[Comparison], reviews: Reviews, *, is_page: bool
) -> Report:
    """Return every indicator of a league with what it came to for each subject."""
    with told_by(league.framework):
        first = _begin(league, TrendFilter(), reviews, comparisons)
        blocks = [*first, *league_matrix(league, has_names=is_page)]
        return _report(league, say.SIDE_BY_SIDE, blocks, is_page=is_page)


def tallies_view(
    league: League, reviews: Reviews = (), *, shown: TrendFilter, is_page: bool = False
) -> Report:
    """Return the indicators of a league: those first that most fail, or, unjudged, score lowest."""
    framework = league.framework
    with told_by(framework):
        tallies = find_tallies(league, shown.dimension)
        has_means = framework.show_score and not framework.judges
        counts = count_columns([each.counts for each in tallies], framework)
        columns = (
            Column(framework.indicator_label, is_cut=True),
            Column(say.MEAN_SCORE, is_number=True) if has_means else None,
            *counts.values(),
            Column(say.who_fails(framework.judges), flexible=True) if framework.judges or has_means else None,
        )
        rows = (
            row(
                named(each.indicator),
                score_text(each.score),
                *(str(each.counts.by_status[status]) for status in counts),
                say.listed([subject_name(one.scorecard.assessment.subject) for one in each.worst]),
            )
            for each in tallies
        )
        counted = table(say.tallies_caption(framework.judges, has_means), columns, rows)
        counted = counted._replace(signs=signs_in(counted, framework))
        words = say.tallies_title(framework.judges, has_means)
        return _report(league, words, [*_begin(league, shown, reviews), counted], is_page=is_page)


def _report(league: League, words: str, blocks: Sequence[Block], *, is_page: bool) -> Report:
    """Return a report; on a page what it is by stands below its title, which is short."""
    framework = league.framework
    title = f"{framework_words(framework)}: {words}"
    report = Report(
        title,
        (*blocks, *note_blocks([framework])),
        language=framework.language,
        is_draft=all(each.dated.scorecard.assessment.is_draft for each in league.standings),
    )
    if not is_page:
        return report
    return report._replace(title=say.capital(words), standfirst=framework_words(framework), headline=title)


def _begin(
    league: League, shown: TrendFilter, reviews: Reviews, comparisons: Sequence[Comparison] = ()
) -> Iterator[Block]:
    count, framework = len(league.standings), league.framework
    if count > 1:
        yield Prose(_group(league.standings, framework, comparisons))
    yield Prose(basis_words([each.dated.scorecard for each in league.standings], reviews))
    assessments = [each.dated.scorecard.assessment for each in league.standings]
    if reviewed := [subject_name(each.subject) for each in assessments if each.under_review]:
        yield Prose(say.some_under_review(reviewed, count))
    days = Counter(each.date for each in assessments)
    usual, most = max(days.items(), key=itemgetter(1, 0))
    others = [each for each in assessments if each.date != usual]
    if others:
        told = [(subject_name(each.subject), each.date) for each in others]
        is_few = most > 1 and len(others) <= _MOST_OF_OTHER_DATES
        yield Prose(say.of_other_dates(told, usual) if is_few else say.of_dates(min(days), max(days)))
    subjects = say.subjects_at(count, None if others else usual)
    is_said = framework.show_score and framework.score_out_of != 100
    yield from facts(
        [
            (say.SUBJECTS, subjects),
            (say.SCORES, out_of_words() if is_said else None),
            (say.VERSIONS, say.OTHER_VERSIONS if league.has_others else None),
            *shown_facts(framework, shown),
            *left_out_facts(league.left_out),
        ]
    )


# The group --------------------------------------------------------------------------------------


def _group(standings: Sequence[Standing], framework: Framework, comparisons: Sequence[Comparison]) -> str:
    """Say of some subjects how many came to what, the middle score, and how many went up and down."""
    figures = [each.dated.scorecard.figures for each in standings]
    said = []
    if framework.judges:
        verdicts = Counter(each.status for each in figures)
        said.append(counts_words(verdicts, framework, say.SUBJECTS.lower()))
    elif framework.grades:
        found = Counter(each.grade.id for each in figures if each.grade)
        graded = [(label_of(each), found[each.id]) for each in framework.grades if found[each.id]]
        said.append(say.group_grades(graded, len(figures)))
    scores = sorted(each.score for each in figures if each.score is not None and not each.provisional)
    if framework.show_score and len(scores) >= _FEWEST_FOR_MIDDLE:
        said.append(say.middle_score(score_text(median(scores))))
    ours = {id(each.dated.scorecard) for each in standings}
    ways = [(each, _way(each)) for each in comparisons if id(each.after) in ours]
    known = [(each, way) for each, way in ways if way is not None]
    if known:
        ends = {(each.before.assessment.date, each.after.assessment.date) for each, _ in known}
        since = say.since(*ends.pop()) if len(ends) == 1 else say.DATES_BEFORE
        up, down = (sum(way == each for _, way in known) for each in (1, -1))
        moved = say.subjects_moved(up, down, since, by_score=framework.show_score)
        said.append(say.or_decided(moved, is_decided=any(each.is_decided for each, _ in known)))
    return say.sentence("; ".join(said) or say.subjects_alone(len(figures)))


def _way(comparison: Comparison) -> int | None:
    """Return whether a subject went up, 1, or down, -1: by its score like for like, else by its verdict."""
    framework = comparison.after.framework
    if framework.show_score:
        real = comparison.split.real if shows_scores(comparison) else None
        return None if real is None else (in_units(real) > 0) - (in_units(real) < 0)
    then, now = (STATUS_RANK.get(each.figures.status) for each in (comparison.before, comparison.after))
    return None if then is None or now is None else (now > then) - (now < then)


def _by_tag(league: League, comparisons: Sequence[Comparison]) -> Iterator[str]:
    tagged: dict[str, list[Standing]] = {}
    for each in league.standings:
        for tag in each.dated.scorecard.assessment.subject.tags:
            tagged.setdefault(tag, []).append(each)
    for tag, those in sorted(tagged.items()):
        if 1 < len(those) < len(league.standings):
            yield say.of_tag(isolated(tag), _group(those, league.framework, comparisons))


# The table --------------------------------------------------------------------------------------


def _standings_table(league: League, caption: str, plan: SitePlan | None, *, is_page: bool) -> Table:
    framework, standings = league.framework, league.standings
    scorecards = [each.dated.scorecard for each in standings]
    counts = count_columns([each.figures.counts for each in scorecards], framework)
    dimensions = [
        at
        for at, _ in enumerate(framework.dimensions)
        if any(card.dimensions[at].applies for card in scorecards)
    ]
    is_open = framework.show_score and any(_bounds(each.figures) for each in scorecards)
    is_one_day = len({(each.dated.place.date, _day_mark(each)) for each in standings}) == 1
    begin = (
        Column(say.RANK, is_number=True) if framework.show_score and len(standings) > 1 else None,
        *(Column(each, is_sign=True) for each in _titles(league)),
        Column(say.SUBJECT, flexible=True, is_cut=True),
    )
    columns = (
        *(begin[::-1] if is_page else begin),
        *counts.values(),
        Column(say.SCORE, is_number=True, is_bar=True) if framework.show_score else None,
        Column(say.MAY_BECOME) if is_open else None,
        None if is_one_day else Column(say.DATE),
        *(
            Column(_short(framework.dimensions[at], framework), is_sign=True, is_paged=True)
            for at in dimensions
        ),
    )
    rows = []
    for each in standings:
        figures = each.dated.scorecard.figures
        name = marked_name(each.dated.scorecard.assessment, is_cut=not is_page)
        if plan:
            name = plan.link(name, SitePage(PageKind.SUBJECT, subject=each.dated.place.subject))
        standing = map(short_grade, standing_cells(figures, framework).values())
        first: list[Cell | str] = [_rank(each), *standing, name]
        score = None if figures.provisional else figures.score
        rows.append(
            row(
                *(first[::-1] if is_page else first),
                *(str(figures.counts.by_status[status]) for status in counts),
                Cell("" if score is None else score_text(score), share=score),
                _bounds(figures),
                say.column_date(each.dated.place.date, is_month=True) + _day_mark(each),
                *(_dimension_cell(each, at) for at in dimensions),
            )
        )
    found = table(caption, columns, rows)
    return found._replace(signs=signs_in(found, framework), fold=Fold.LAST)


def _titles(league: League) -> list[str]:
    return list(standing_cells(league.standings[0].dated.scorecard.figures, league.framework))


def _is_by_other_rule(standings: Sequence[Standing], at: int) -> bool:
    """Whether one with a better verdict in a dimension has no better score there than another."""
    found = [each.dated.scorecard.dimensions[at].figures for each in standings]
    pairs = [
        (_LOOKS[each.status], each.score)
        for each in found
        if each.status in _LOOKS and each.score is not None and not each.provisional
    ]
    return any(one > other and score <= beside for one, score in pairs for other, beside in pairs)


def _bounds(figures: Figures) -> str:
    low, high = figures.score_low, figures.score_high
    return "" if low == high else range_text(low, high)


def _short(dimension: Dimension, framework: Framework) -> str:
    """Return what stands over a dimension's column: its number, or as much of its title as has room."""
    title = dimension.title
    if dimension.id[0].isdigit():
        return f"{isolated(framework.dimension_label)} {dimension.id}"
    return isolated(title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…")


def _dimension_cell(standing: Standing, at: int) -> Cell:
    scorecard = standing.dated.scorecard
    result, framework = scorecard.dimensions[at], scorecard.framework
    if not result.applies:
        return Cell("")
    figures, cell = result.figures, signed(result.figures, framework)
    has_score = framework.show_score and figures.score is not None and not figures.provisional
    return cell._replace(mark=score_text(figures.score)) if has_score else cell


def _day_mark(standing: Standing) -> str:
    """Return what tells a date from another of its day, and whether it is a draft."""
    suffix = standing.dated.place.suffix
    draft = say.DRAFT_MARK if standing.dated.scorecard.assessment.is_draft else ""
    return "".join(f" {each}" for each in (suffix, draft) if each)


def _rank(standing: Standing) -> str:
    if standing.rank is None:
        return say.NONE
    return f"{'≈ ' * standing.is_open}{f'{say.TIED} ' * standing.is_tied}{standing.rank}"
