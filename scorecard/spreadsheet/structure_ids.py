"""What a workbook says of a framework, with an id for every row, and the dimension that each is in."""

import re
from collections import Counter
from collections.abc import Mapping

from scorecard.diagnostics import Route
from scorecard.editing.assessment_fields import Field
from scorecard.editing.framework_fields import ITEMS, WITHIN
from scorecard.editing.reflow import flow
from scorecard.model.lexical import shown, suggest
from scorecard.reading.plain_data import Data, as_items
from scorecard.spreadsheet.columns import FRAMEWORK, NO_ID
from scorecard.spreadsheet.merge import FilledForm, find_meant, remark

EXAMPLE = "Example:"
"""How the texts of a new workbook's examples begin."""
_EXAMPLE_ID = "example"
_ASKED = {"dimensions": "title", "indicators": "requirement"}
"""What tells a row without an id from others in its dimension."""
_NUMBER = re.compile("(.*?)([0-9]{1,9})", re.DOTALL)
_NUMBERED_TITLE = re.compile(r"([0-9]+(?:\.[0-9]+)*)[.:)]?\s+(\S.*)", re.DOTALL)
_FIRST_NUMBER = re.compile("([0-9]+)[.-]")


def settle_ids(filled: FilledForm, known: Mapping[Field, Data]) -> FilledForm:
    """Return what a workbook says with an id for every row, beside what its file says, if there is one.

    A dimension or a measured indicator may be called by its title. Of a new framework none of whose
    dimensions has a row, those that its indicators name are made.
    """
    return _Settling(filled, known).settled()


class _Settling:
    def __init__(self, filled: FilledForm, known: Mapping[Field, Data]) -> None:
        self.filled, self.known = filled, known
        self.refusals, self.warnings = [*filled.refusals], [*filled.warnings]
        self.values: dict[Field, Data] = {}
        self.places = dict(filled.places)
        self.rows: dict[Field, dict[Route, Data]] = {}
        for field, value in filled.values.items():
            if field[0] in ITEMS:
                self.rows.setdefault(field[:2], {})[field[2:]] = value
            else:
                self.values[field] = value
        if not filled.text(*FRAMEWORK):
            self.rows = {item: row for item, row in self.rows.items() if not self._is_example(item, row)}
        named = [item for item, row in self.rows.items() if ("id",) in row or (*item, "id") in known]
        self.measured = {item: row for item, row in self.rows.items() if item not in named}
        self.rows = {item: self.rows[item] for item in named}
        rows = {(*item, *key): value for item, row in self.rows.items() for key, value in row.items()}
        said = {field: str(value) for field, value in {**known, **rows}.items() if value}
        dimensions = {field: text for field, text in said.items() if field[0] == "dimensions"}
        self.titles = {str(field[1]): text for field, text in dimensions.items() if field[2] == "title"}
        self.names = {text: str(field[1]) for field, text in dimensions.items() if field[2] == "id"}
        self.given: dict[Field, str] = {}
        self.last: Counter[str] = Counter()
        for field, text in said.items():
            if field[0] in ITEMS and field[2] == "id":
                self._pass_over(str(field[1]))
                self._pass_over(text)
        self.above = self.number = ""
        self.asked = {
            (kind, known.get((kind, id, WITHIN)) or "", flow(str(value))): str(id)
            for (kind, id, *key), value in ((field, value) for field, value in known.items() if field[2:])
            if key == [_ASKED.get(str(kind))]
        }
        if not known and not dimensions:
            self._begin_dimensions()

    def settled(self) -> FilledForm:
        for item, row in self.rows.items():
            self._settle(item, row)
        for item, row in self.measured.items():
            self._settle_measured(item, row)
        places = {
            (field[0], self.given.get(field[:2], field[1]), *field[2:]) if field[1:] else field: place
            for field, place in self.places.items()
        }
        filled = self.filled._replace(values=self.values, places=places)
        return filled._replace(refusals=tuple(self.refusals), warnings=tuple(self.warnings))

    def _refuse(self, name: str, place: str, /, **words: object) -> None:
        self.refusals.append(remark(name, place, **words))

    def _is_example(self, item: Field, row: Mapping[Route, Data]) -> bool:
        """Whether a row is an example; one that is filled in by half is refused."""
        said = {key: str(text) for key, text in row.items() if text and key != ("id",)}
        left = [key for key, text in said.items() if text.startswith(EXAMPLE) or text == _EXAMPLE_ID]
        if left and len(left) < len(said):
            for key in left:
                self._refuse("half-an-example", self.filled.place_of((*item, *key)))
        elif left:
            self.warnings.append(remark("example", self.filled.place_of(item)))
        return bool(left)

    def _begin_dimensions(self) -> None:
        """Make the dimensions that indicators name; in `1 Limits` is the id, where all are named so."""
        named: dict[str, str] = {}
        for item, row in self.rows.items():
            if re.search(r"[^\W\d_]", text := str(row.get((WITHIN,)) or "")):
                named.setdefault(text, self.filled.place_of((*item, WITHIN)))
        numbered = {text: match.groups() for text in named if (match := _NUMBERED_TITLE.fullmatch(text))}
        titles = {title.casefold() for _, title in numbered.values()}
        if any(text not in numbered and text.casefold() not in titles for text in named):
            alike = {text.casefold(): text for text in reversed(named)}
            numbered = {text: (self._next(""), text) for text in named if alike[text.casefold()] == text}
        for text, (id, title) in numbered.items():
            place = self.places.setdefault(("dimensions", id), named[text])
            if self.titles.setdefault(id, title).casefold() != title.casefold():
                self._refuse("two-titles", named[text], id=id, title=self.titles[id], other=place)
            self._pass_over(id)
            self.names[text] = id
            self.values |= {("dimensions", id, "id"): id, ("dimensions", id, "title"): self.titles[id]}

    def _settle(self, item: Field, row: dict[Route, Data]) -> None:
        """Take a row in, with its id and that of its dimension, which may be told by the row above."""
        kind, id, is_new = item[0], str(item[1]), (*item, "id") not in self.known
        place, text = self.filled.place_of((*item, WITHIN)), str(row.pop((WITHIN,), None) or "")
        if kind == "indicators":
            match = _FIRST_NUMBER.match(id)
            number = match[1] if match else ""
            if is_new and not text and number and number != (self.number or number):
                self._refuse("unsorted", place, above=self.above)
            self.number = number if text else self.number or number
            self.above = text = text or (self.above if is_new else "")
        within = self._find(text) if text else ""
        if within is None and sum(text.casefold() == each.casefold() for each in self.titles.values()) > 1:
            self._refuse("several-dimensions", place, said=shown(text))
        elif within is None or (is_new and kind == "indicators" and not within):
            said = shown(text) if text else "an empty cell"
            self._refuse("no-dimension", place, said=said, known=suggest(text, self.names))
        else:
            if id.startswith(NO_ID):
                id = self.given[item] = self._twin(kind, within, row) or self._next(within)
                is_new = (kind, id, "id") not in self.known
                if kind == "dimensions":
                    self.titles[id] = self.titles.pop(str(item[1]), "")
            if is_new:
                self.values[kind, id, WITHIN] = within
            elif within != (self.known.get(at := (kind, id, WITHIN)) or "") and self.filled.is_changed(at):
                self._refuse("moved", place, id=id)
            row["id",] = row.get(("id",)) or id
            self.values |= {(kind, id, *key): value for key, value in row.items()}

    def _settle_measured(self, item: Field, row: Mapping[Route, Data]) -> None:
        """Take in what other sheets say of an indicator, which they call by its id as given or its title."""
        said = {**self.known, **self.values}.items()
        ids = {str(id): field for field, id in said if field[0] == "indicators" and field[2:] == ("id",)}
        titles = {id: str(self.values.get((*field[:2], "title")) or "") for id, field in ids.items()}
        if (id := find_meant(text := str(item[1]), titles)) is None:
            words = {"framework": "this framework", "known": suggest(text, ids)}
            place = self.filled.place_of((*item, *next(iter(row))))
            self._refuse("no-indicator", place, id=shown(text), **words)
            return
        self.given[item] = str(ids[id][1])
        for key, value in row.items():
            field = (*ids[id][:2], *key)
            self.values[field] = [*as_items(self.values.get(field)), *as_items(value)]

    def _pass_over(self, id: str) -> None:
        """Let ids that are given come after one that is there."""
        if match := _NUMBER.fullmatch(id):
            self.last[match[1]] = max(self.last[match[1]], int(match[2]))

    def _next(self, within: str) -> str:
        begin = f"{within}." if within else ""
        self.last[begin] += 1
        return f"{begin}{self.last[begin]}"

    def _twin(self, kind: str | int, within: str, row: Mapping[Route, Data]) -> str | None:
        """Return the id that the file has of a row without one: it may have been taken in before."""
        id = self.asked.get((kind, within, flow(str(row.get((_ASKED[str(kind)],))))))
        return None if (kind, id) in self.rows else id

    def _find(self, text: str) -> str | None:
        """Return the id of the dimension that is called so, by its id, its title or both."""
        found = self.names.get(text) or find_meant(text, self.titles)
        found = found or find_meant(text, {id: f"{id} {title}" for id, title in self.titles.items()})
        if found is None or found.startswith(NO_ID):
            return None
        self.names[text] = found
        return found
