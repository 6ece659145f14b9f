"""What a form says of an indicator: its status in words, and as the formula that follows what is typed.

Both come from one table: what each answer comes to. The hidden sheet of lists has it beside what the
dropdowns offer, and beside the bounds of each band; the formulas look it up there.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from scorecard.model.assessment import Confidence, Stage
from scorecard.model.framework import Band, Framework, Indicator, Level, Measure, Status
from scorecard.model.lexical import MOST_DIGITS, Number, typed_number
from scorecard.spreadsheet.cells import write_column
from scorecard.spreadsheet.columns import Form, FormRow, form_rows, measured_number
from scorecard.spreadsheet.pages import LABEL, PLAIN, Book
from scorecard.views.words.standings import out_of_words, points_words, score_tone, status_looks

NO_ANSWER = "?"
"""The glyph of what is no status."""
NO_LEVEL = "? Not a level"
NO_NUMBER = "? Not a number"
UNTOLD = "? Worked out on import"

LISTS_TITLE = "Lists"
CONFIDENCES, STAGES, INDICATORS, SOURCES = "Confidence", "Stage", "Indicators", "Sources"
ASSESSORS = "Assessors"
"""The titles of lists that dropdowns offer."""
_FIRST = 2
_LEAST, _MOST, _COMES_TO = "At least", "At most", "Comes to"
_NO_BOUND = 1e307
_MOST_DIGITS = 2 * MOST_DIGITS
_KEPT_DIGITS = 18
"""A number of more digits than these is not compared with the bounds of bands in a spreadsheet."""


def answer_texts(framework: Framework, levels: Sequence[Level]) -> dict[str, str]:
    """Return what each answer comes to, glyph and word, by their ids: of a level its label.

    Of one that is not judged the glyph says how high its value is.
    """
    looks, texts = status_looks(framework), {}
    for level in levels:
        is_judged = level.status is not Status.UNJUDGED
        glyph = looks[level.status][0] if is_judged else score_tone(Fraction(level.value)).glyph
        texts[level.id] = f"{glyph} {level.label or level.id}"
    return texts | {each.value: " ".join(looks[each]) for each in (Status.NOT_RATED, Status.NOT_APPLICABLE)}


def _measured_texts(framework: Framework, indicator: Indicator) -> list[tuple[Band, str]]:
    """Return the bands of an indicator, each with what it comes to; a measurement is rated where it has none.

    Where nobody judges and a measurement gives the score itself, its level does not say how high that is.
    """
    measure, (sign, word) = indicator.measure, status_looks(framework)[Status.UNJUDGED]
    if measure is None or not measure.bands:
        return [] if measure is None else [(Band.model_construct(level=""), f"{sign} {word}")]
    texts = answer_texts(framework, framework.scale_of(indicator))
    if measure.points and not framework.judges:
        texts = {id: f"{sign} {text.split(' ', 1)[1]}" for id, text in texts.items()}
    return [(band, texts[band.level]) for band in measure.bands]


def status_text(form: Form, row: FormRow) -> str:
    """Return the status of what a row is about as the form stands: glyph and word; a dimension has none."""
    indicator, framework = row.item, form.framework
    if row.shut:
        return f"{status_looks(framework)[Status.NOT_APPLICABLE][0]} {row.shut}, not counted"
    if not isinstance(indicator, Indicator):
        return ""
    texts = answer_texts(framework, framework.scale_of(indicator))
    measured, level = (form.text("ratings", indicator.id, key) for key in ("measured", "level"))
    if indicator.measure is None or not measured:
        return texts.get(level or Status.NOT_RATED, NO_LEVEL)
    number = measured_number(measured)
    bands = _measured_texts(framework, indicator)
    return NO_NUMBER if number is None else next(text for band, text in bands if band.holds(number))


def measure_texts(measure: Measure, levels: Sequence[Level]) -> Iterator[str]:
    """Yield in words what measurements give: "At most 5: Pass", "More: Fail", and scores by points."""
    labels = {level.id: level.label or level.id for level in levels}
    for at, band in enumerate(measure.bands):
        yield f"{_bounds_words(band, measure.bands[:at])}: {labels[band.level]}"
    if measure.points:
        yield f"Score {out_of_words()}: {points_words(measure)}"


def _bounds_words(band: Band, before: Sequence[Band]) -> str:
    least, most = (None if each is None else typed_number(each) for each in (band.at_least, band.at_most))
    if least and most:
        return f"From {least} to {most}"
    if least or most:
        return f"At least {least}" if least else f"At most {most}"
    if not before:
        return "Any number"
    if all(each.at_least is None for each in before):
        return "More"
    return "Less" if all(each.at_most is None for each in before) else "Otherwise"


class Lists:
    """The lists, each a column under its title."""

    def __init__(self, form: Form) -> None:
        framework = form.framework
        own = [str(field[1]) for field in form.fields if field[0] == "sources"]
        self._framework = framework
        self._rows: dict[str, tuple[int, int]] = {}
        self.columns: dict[str, list[str | float]] = {}
        if form.intro:
            return  # a subject is offered what its sheet of answers adds
        self.columns = {
            CONFIDENCES: list(Confidence),
            STAGES: list(Stage),
            INDICATORS: [row.item.id for row in form_rows(form) if not row.shut],
            SOURCES: list(dict.fromkeys([*own, *form.cited])),
        }
        for name, levels in framework.scales.items():
            texts = answer_texts(framework, levels)
            self.columns[f"Levels of {name}"] = [*texts]
            self.columns[f"Statuses of {name}"] = [*texts.values()]
        if form.review is not None and form.settles:
            self.columns[ASSESSORS] = [*form.review.assessors]
        self.columns |= {_LEAST: [], _MOST: [], _COMES_TO: []}
        for indicator in framework.indicators():
            self._add_bands(indicator)

    def _add_bands(self, indicator: Indicator) -> None:
        """Add what an indicator's measurements come to, so that the last row that holds one counts.

        The last band, which holds all, stands there twice: a list of one row is none to a spreadsheet.
        """
        bands = _measured_texts(self._framework, indicator)
        first = _FIRST + len(self.columns[_LEAST])
        bounds = [bound for band, _ in bands for bound in (band.at_least, band.at_most)]
        typed = [typed_number(each) for each in bounds if isinstance(each, Decimal)]
        is_exact = all(sum(map(str.isdigit, text)) <= _KEPT_DIGITS for text in typed)
        for band, text in (*bands[-1:], *bands[::-1]):
            self.columns[_LEAST].append(-_NO_BOUND if band.at_least is None else float(band.at_least))
            self.columns[_MOST].append(_NO_BOUND if band.at_most is None else float(band.at_most))
            self.columns[_COMES_TO].append(text if is_exact else UNTOLD)
        self._rows[indicator.id] = (first, first + len(bands))

    def whole(self, title: str) -> str | None:
        """Return the range of a list; None of one that is empty."""
        items = self.columns[title]
        return self._range(title, _FIRST, _FIRST + len(items) - 1) if items else None

    def levels(self, indicator: Indicator) -> str:
        """Return the range of what may be chosen as an indicator's level."""
        levels = self._framework.scale_of(indicator)
        first = _FIRST + (len(levels) if indicator.measure else 0)
        last = _FIRST + len(levels) + self._framework.may_be_set_aside(indicator)
        return self._range(f"Levels of {self._framework.scale_name(indicator)}", first, last)

    def _cell(self, title: str, row: int) -> str:
        return f"{LISTS_TITLE}!${write_column(list(self.columns).index(title) + 1)}${row}"

    def _range(self, title: str, top: int, bottom: int) -> str:
        return f"{self._cell(title, top)}:{self._cell(title, bottom).partition('!')[2]}"

    def status_formula(self, indicator: Indicator, level: str, measured: str, text: str) -> str:
        """Return the formula of an indicator's status, of the cells of its level and its measurement.

        `text` is a measurement that is exported as text, for a cell cannot hold it as a number: what it comes
        to is known. Another text may be a number as well.
        """
        judged = self._judged(indicator, level)
        if indicator.measure is None:
            return judged
        # A half has what the reader's country puts for the point.
        as_number = f'VALUE(SUBSTITUTE(TRIM({measured}),".",MID(1/2,2,1)))'
        otherwise = _text_formula(measured, self._banded(indicator, as_number))
        if (number := measured_number(text)) is not None:
            known = self._known(indicator, indicator.measure, number)
            otherwise = f'IF(EXACT({measured},"{text}"),{known},{otherwise})'
        of_number = self._banded(indicator, measured)
        return f'IF(ISNUMBER({measured}),{of_number},IF(TRIM({measured})="",{judged},{otherwise}))'

    def _result(self, indicator: Indicator, id: str) -> str:
        scale = self._framework.scale_name(indicator)
        return self._cell(f"Statuses of {scale}", _FIRST + self.columns[f"Levels of {scale}"].index(id))

    def _known(self, indicator: Indicator, measure: Measure, number: Number) -> str:
        """Return the cell of what a measurement comes to: its level's, or that of its own band."""
        if self._framework.judges:
            return self._result(indicator, measure.level_id(number))
        at = next((at for at, band in enumerate(measure.bands) if band.holds(number)), 0)
        return self._cell(_COMES_TO, self._rows[indicator.id][1] - at)

    def _judged(self, indicator: Indicator, level: str) -> str:
        """Return the formula of what a level comes to.

        As the import has it, a text is an id, or else in any capitals the id or the label of one level alone,
        also behind its glyph.
        """
        scale = self._framework.scale_name(indicator)
        ids, statuses = (self.whole(f"{title} of {scale}") for title in ("Levels", "Statuses"))
        text = f"IF(ISTEXT({level}),TRIM({level}))"
        is_meant = f"(({text}={ids})+({text}=MID({statuses},3,255))+({text}={statuses})>0)"
        meant = f'IF(SUMPRODUCT(1*{is_meant})=1,LOOKUP(2,1/{is_meant},{statuses}),"{NO_LEVEL}")'
        found = f"IFERROR(LOOKUP(2,1/EXACT({text},{ids}),{statuses}),{meant})"
        return f'IF(TRIM({level})="",{self._result(indicator, Status.NOT_RATED)},{found})'

    def _banded(self, indicator: Indicator, number: str) -> str:
        least, most, results = (
            self._range(title, *self._rows[indicator.id]) for title in (_LEAST, _MOST, _COMES_TO)
        )
        return f"LOOKUP(2,1/(({number}>={least})*({number}<={most})),{results})"


def _text_formula(measured: str, of_number: str) -> str:
    """Return what a text in the cell of a measurement comes to, `of_number` if it is a decimal number.

    As the import has it: digits, perhaps with a point or a slash between them, and perhaps a minus before.
    """
    trimmed = f"TRIM({measured})"
    unsigned = f'REPLACE({trimmed},1,1*(LEFT({trimmed})="-"),"")'
    digits = f'SUBSTITUTE(SUBSTITUTE({unsigned},".","",1),"/","",1)'
    rest = digits
    for digit in range(10):
        rest = f'SUBSTITUTE({rest},"{digit}","")'
    ends = [f'ISERROR(FIND({end}({unsigned}),"./"))' for end in ("LEFT", "RIGHT")]
    is_number = f'AND(LEN({digits})>0,LEN({digits})<={_MOST_DIGITS},{rest}="",{",".join(ends)})'
    is_inexact = f'OR(ISNUMBER(FIND("/",{measured})),LEN({digits})>{_KEPT_DIGITS})'
    return f'IF({is_number},IF({is_inexact},"{UNTOLD}",{of_number}),"{NO_NUMBER}")'


def write_lists(book: Book, lists: Lists) -> None:
    """Write the lists into a sheet of their own, which is hidden."""
    page = book.add_page(LISTS_TITLE)
    for number, (title, items) in enumerate(lists.columns.items(), start=1):
        page.set_column(number, 24, PLAIN)
        page.write(1, number, title, LABEL)
        for row, item in enumerate(items, start=_FIRST):
            page.write(row, number, item, PLAIN, what=f'the list "{title}"')
    page.hide()
