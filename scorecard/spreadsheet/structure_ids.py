"""What a workbook says of a framework, with an id for every row, and the dimension that each is in."""

import re
from collections import Counter
from collections.abc import Mapping

from scorecard.diagnostics import Route
from scorecard.editing.assessment_fields import Field
from scorecard.editing.framework_fields import ITEMS, WITHIN
from scorecard.editing.reflow import flow
from scorecard.model.lexical import shown, suggest
from scorecard.reading.plain_data import Data
from scorecard.spreadsheet.columns import NO_ID
from scorecard.spreadsheet.merge import FilledForm, find_meant, remark

EXAMPLE = "Example:"
"""How the texts of a new workbook's examples begin."""
_ASKED = {"dimensions": "title", "indicators": "requirement"}
"""What tells a row without an id from others in its dimension."""
_NUMBER = re.compile("(.*?)([0-9]{1,9})", re.DOTALL)
_NUMBERED_TITLE = re.compile(r"([0-9][\w.-]*?)[.:)]?\s+(\S.*)", re.DOTALL)


def settle_ids(filled: FilledForm, known: Mapping[Field, Data]) -> FilledForm:
    """Return what a workbook says with an id for every row, beside what its file says, if there is one.

    A dimension may be called by its title. Of a new framework none of whose dimensions has a row, those that
    its indicators name are made.
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
        self.rows = {item: row for item, row in self.rows.items() if known or not self._is_example(item, row)}
        rows = {(*item, *key): value for item, row in self.rows.items() for key, value in row.items()}
        said = {field: str(value) for field, value in {**known, **rows}.items() if value}
        dimensions = {field: text for field, text in said.items() if field[0] == "dimensions"}
        self.titles = {str(field[1]): text for field, text in dimensions.items() if field[2] == "title"}
        self.names = {text: str(field[1]) for field, text in dimensions.items() if field[2] == "id"}
        self.begins = not known and not dimensions
        self.given: dict[Field, str] = {}
        self.last: Counter[str] = Counter()
        for id in {str(field[1]) for field in said if field[0] in ITEMS} | {*self.names}:
            if match := _NUMBER.fullmatch(id):
                self.last[match[1]] = max(self.last[match[1]], int(match[2]))
        self.above = ""
        self.asked = {
            (kind, known.get((kind, id, WITHIN)) or "", flow(str(value))): str(id)
            for (kind, id, *key), value in ((field, value) for field, value in known.items() if field[2:])
            if key == [_ASKED.get(str(kind))]
        }

    def settled(self) -> FilledForm:
        for item, row in self.rows.items():
            self._settle(item, row)
        places = {
            (field[0], self.given.get(field[:2], field[1]), *field[2:]) if field[1:] else field: place
            for field, place in self.places.items()
        }
        filled = self.filled._replace(values=self.values, places=places)
        return filled._replace(refusals=tuple(self.refusals), warnings=tuple(self.warnings))

    def _is_example(self, item: Field, row: Mapping[Route, Data]) -> bool:
        """Whether a row is an example; one that is filled in by half is refused."""
        said = {key: text for key, text in row.items() if text and key not in (("id",), (WITHIN,))}
        left = [key for key, text in said.items() if str(text).startswith(EXAMPLE)]
        if left and len(left) < len(said):
            self.refusals.append(remark("half-an-example", self.filled.place_of((*item, *left[0]))))
        elif left:
            self.warnings.append(remark("example", self.filled.place_of(item)))
        return bool(left)

    def _settle(self, item: Field, row: dict[Route, Data]) -> None:
        """Take a row in, with its id and that of its dimension, which may be told by the row above."""
        kind, id, is_new = item[0], str(item[1]), (*item, "id") not in self.known
        place, text = self.filled.place_of((*item, WITHIN)), str(row.pop((WITHIN,), None) or "")
        if kind == "indicators":
            self.above = text = text or (self.above if is_new else "")
        within = self._find(text, place) if text else ""
        if is_new and ("id",) not in row:
            place = self.filled.place_of((*item, *next(iter(row))))
            words = {
                "framework": "this framework",
                "known": suggest(id, [str(each[1]) for each in self.rows]),
            }
            self.refusals.append(remark("no-indicator", place, id=shown(id), **words))
        elif within is None or (is_new and kind == "indicators" and not within):
            known = suggest(text, self.names)
            self.refusals.append(remark("no-dimension", place, said=shown(text), known=known))
        else:
            if id.startswith(NO_ID):
                id = self.given[item] = self._twin(kind, within, row) or self._next(within)
                is_new = (kind, id, "id") not in self.known
                if kind == "dimensions":
                    self.titles[id] = self.titles.pop(str(item[1]), "")
            if is_new:
                self.values[kind, id, WITHIN] = within
            elif within != (self.known.get(at := (kind, id, WITHIN)) or "") and self.filled.is_changed(at):
                self.refusals.append(remark("moved", place, id=id))
            row["id",] = row.get(("id",)) or id
            self.values |= {(kind, id, *key): value for key, value in row.items()}

    def _next(self, within: str) -> str:
        begin = f"{within}." if within else ""
        self.last[begin] += 1
        return f"{begin}{self.last[begin]}"

    def _twin(self, kind: str | int, within: str, row: Mapping[Route, Data]) -> str | None:
        """Return the id that the file has of a row without one: it may have been taken in before."""
        id = self.asked.get((kind, within, flow(str(row.get((_ASKED[str(kind)],))))))
        return None if (kind, id) in self.rows else id

    def _find(self, text: str, place: str) -> str | None:
        """Return the id of the dimension that is called so, by its id, its title or both."""
        found = self.names.get(text) or find_meant(text, self.titles)
        found = found or find_meant(text, {id: f"{id} {title}" for id, title in self.titles.items()})
        if found is None and self.begins and re.search(r"[^\W\d_]", text):
            match = _NUMBERED_TITLE.fullmatch(text)
            self.last[""] += not match
            found, title = match.groups() if match else (f"{self.last['']}", text)
            self.titles[found], self.places["dimensions", found] = title, place
            self.values |= {("dimensions", found, "id"): found, ("dimensions", found, "title"): title}
        if found is None or found.startswith(NO_ID):
            return None
        self.names[text] = found
        return found
