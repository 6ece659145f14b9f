"""The hidden sheet of lists: what the dropdowns offer, and what each level comes to."""

from dataclasses import dataclass

from scorecard.model.assessment import Confidence, Stage
from scorecard.model.framework import Framework, Indicator, Status
from scorecard.spreadsheet.addresses import write_column
from scorecard.spreadsheet.columns import Form
from scorecard.spreadsheet.pages import Book
from scorecard.spreadsheet.status_formulas import Looks, allowed_ids, level_text, plain_text
from scorecard.spreadsheet.styles import PLAIN, STRONG_RUN

LISTS_TITLE = "Lists"
_FIRST = 2
_BEFORE_SCALES = 4


@dataclass(frozen=True, slots=True)
class _List:
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists, each a column; of each scale two: its levels and the answers that are none, and statuses."""

    columns: tuple[_List, ...]
    framework: Framework

    @property
    def confidence(self) -> str:
        """The range of how sure one can be."""
        return self._whole(1)

    @property
    def stages(self) -> str:
        """The range of stages."""
        return self._whole(2)

    @property
    def indicators(self) -> str | None:
        """The range of the ids of indicators that count; None where none does."""
        return self._whole(3) if self.columns[2].items else None

    @property
    def sources(self) -> str | None:
        """The range of the keys of sources; None where there are none."""
        return self._whole(4) if self.columns[3].items else None

    def levels(self, indicator: Indicator) -> str:
        """Return the range of what may be chosen as an indicator's level."""
        column, ids = self._column_of(indicator), allowed_ids(self.framework, indicator)
        first = _FIRST + self.columns[column - 1].items.index(ids[0])
        return _range(column, first, first + len(ids) - 1)

    def table(self, indicator: Indicator) -> tuple[str, str]:
        """Return the ranges of all levels of an indicator's scale, and of what each comes to."""
        column = self._column_of(indicator)
        return self._whole(column), self._whole(column + 1)

    def results(self, indicator: Indicator) -> dict[str, str]:
        """Return the cell of what each level of an indicator comes to, and each answer that is no level."""
        column = self._column_of(indicator)
        ids = self.columns[column - 1].items
        return {id: _cell(column + 1, row) for row, id in enumerate(ids, start=_FIRST)}

    def _whole(self, column: int) -> str:
        return _range(column, _FIRST, _FIRST + len(self.columns[column - 1].items) - 1)

    def _column_of(self, indicator: Indicator) -> int:
        scale = self.framework.scale_name(indicator)
        return _BEFORE_SCALES + 1 + 2 * list(self.framework.scales).index(scale)


def _cell(column: int, row: int) -> str:
    return f"{LISTS_TITLE}!${write_column(column)}${row}"


def _range(column: int, top: int, bottom: int) -> str:
    return f"{_cell(column, top)}:${write_column(column)}${bottom}"


def lay_out_lists(form: Form, looks: Looks) -> Lists:
    """Return the lists of a form."""
    framework = form.framework
    keys = dict.fromkeys([*_own_keys(form), *framework.sources])
    columns = [
        _List("Confidence", tuple(each.value for each in Confidence)),
        _List("Stage", tuple(each.value for each in Stage)),
        _List("Indicators", tuple(each.id for each in framework.indicators() if each.counted)),
        _List("Sources", tuple(keys)),
    ]
    for name, levels in framework.scales.items():
        none = (Status.NOT_RATED, Status.NOT_APPLICABLE)
        texts = [level_text(level, looks) for level in levels] + [plain_text(each, looks) for each in none]
        columns.append(
            _List(f"Levels of {name}", (*(level.id for level in levels), *(each.value for each in none)))
        )
        columns.append(_List(f"Statuses of {name}", tuple(texts)))
    return Lists(tuple(columns), framework)


def _own_keys(form: Form) -> list[str]:
    return [str(field[1]) for field in form.fields if field[0] == "sources"]


def write_lists(book: Book, lists: Lists) -> None:
    """Write the lists into a sheet of their own, which is hidden."""
    page = book.add_page(LISTS_TITLE)
    for number, column in enumerate(lists.columns, start=1):
        page.set_column(number, 24, PLAIN)
        page.write(1, number, column.title, STRONG_RUN)
        for row, item in enumerate(column.items, start=_FIRST):
            page.write(row, number, item, PLAIN, what=f'the list "{column.title}"')
    page.hide()
