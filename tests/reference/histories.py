"""Random valid histories: versions of one framework, and two assessments to compare.

`random_history` begins with one of `projects`' random projects and changes its framework step by
step, as an author would and in ways that no author should. It varies everything in SPEC.md
section 4 that a comparison depends on and stays within what section 2 holds valid.
"""

from __future__ import annotations

import copy
import pathlib
import random
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from .projects import (
    AGGREGATIONS,
    TAGS,
    TEXTS,
    VALUES,
    WEIGHTS,
    add_points,
    chance,
    dimensions_below,
    gives_verdicts,
    indicators_below,
    random_bands,
    random_grades,
    random_indicator,
    random_project,
    random_ratings,
    random_rule,
    random_scale,
    scale_of,
    shortened,
    spellings,
    surely_reached,
    write_project,
    yaml_lines,
)
from .scorer import RANK, Data

SUBJECTS = ["springfield", "0-town", "a.b_c"]
DATES = ["1999-12-31", "2020-02-29", "2021-03-11", "2021-03-12", "2023-11-30"]

Line = dict[str, str]


def random_history(rng: random.Random) -> tuple[dict[str, Data], Data, Data]:
    """All versions by `id@version`, and two assessments; every scalar is text."""
    first = lengthened(random_project(rng)[0])
    for levels in first.get("scales", {}).values():
        if chance(rng, 0.3):
            levels.append({**rng.choice(levels), "id": "twin"})
    if chance(rng, 0.1):
        first["replaces"] = f"{first['id']}@0.9"
    chain = [first]
    lines: list[Line] = []  # for each step, what each new id was called before
    for _ in range(rng.choice([0, 0, 0, 1, 1, 2, 3])):
        framework, line = next_version(rng, chain)
        chain.append(framework)
        lines.append(line)
    low = high = 0
    if len(chain) == 1 or chance(rng, 0.1):
        low = high = rng.randrange(len(chain))
    else:
        low, high = sorted(rng.sample(range(len(chain)), 2)) if chance(rng, 0.3) else (0, len(chain) - 1)
    frameworks = chain[:]
    newest = chain[high]
    if low < high and chance(rng, 0.06):  # two versions that both come after the same one
        newest, line = next_version(rng, chain[: low + 1], avoid=chain)
        older, _ = next_version(rng, chain[: low + 1], avoid=[*chain, newest])
        frameworks = [*chain[: low + 1], older, newest]
        ratings_before = random_ratings(rng, older)
        before = random_assessment(rng, older, ratings_before)
        came_from = line
    else:
        if high - low > 1 and chance(rng, 0.2):  # a file that is gone
            frameworks.remove(chain[rng.randrange(low + 1, high)])
        ratings_before = random_ratings(rng, chain[low])
        before = random_assessment(rng, chain[low], ratings_before)
        came_from = {each["id"]: each["id"] for each in indicators_below(newest)}
        for line in reversed(lines[low:high]):
            came_from = {name: line[old] for name, old in came_from.items() if old in line}
    ratings_after = related_ratings(rng, newest, ratings_before, came_from)
    after = random_assessment(rng, newest, ratings_after, before)
    if low < high and chance(rng, 0.5):
        before, after = after, before
    rng.shuffle(frameworks)
    found = {f"{each['id']}@{each['version']}": shortened(rng, each) for each in frameworks}
    return found, before, after


def write_history(
    root: pathlib.Path, frameworks: dict[str, Data], before: Data, after: Data
) -> tuple[pathlib.Path, pathlib.Path]:
    """Write all files where a project keeps them; the paths of the two assessments."""
    some = next(iter(frameworks.values()))
    for framework in frameworks.values():
        path = root / "frameworks" / f"{framework['id']}@{framework['version']}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(yaml_lines(framework)) + "\n", encoding="utf-8")
    return write_project(root, some, before), write_project(root, some, after)


# Assessments.


def random_assessment(rng: random.Random, framework: Data, ratings: Data, other: Data | None = None) -> Data:
    """An assessment of the other one's subject, mostly, and of another day."""
    subject = {"id": rng.choice(SUBJECTS), "name": "Somewhere"}
    if other is not None and chance(rng, 0.8):
        subject = dict(other["subject"])
    if chance(rng, 0.6):
        subject["tags"] = rng.sample(TAGS, rng.choice([0, 1, 1, 2]))
    assessment = {
        "kind": "assessment",
        "framework": f"{framework['id']}@{spelled(rng, framework['version'])}",
        "subject": subject,
        "date": rng.choice([date for date in DATES if other is None or date != other["date"]]),
    }
    if ratings or chance(rng, 0.5):
        assessment["ratings"] = ratings
    return assessment


def related_ratings(rng: random.Random, framework: Data, olds: Data, came_from: Line) -> Data:
    """Ratings of which a share repeats what was recorded of the same indicator before."""
    share = rng.choice([0, 0.3, 0.3, 0.6, 0.6, 1])
    ratings = random_ratings(rng, framework)
    result: Data = {}
    for each in indicators_below(framework):
        name = each["id"]
        old = olds.get(came_from.get(name) or name)
        if each.get("state", "active") == "active" and chance(rng, share):
            if old is None:
                if chance(rng, 0.5):
                    continue
            elif may_stand(framework, each, old):
                result[name] = same_again(rng, old)
                continue
        if name in ratings:
            result[name] = ratings[name]
    return result


def same_again(rng: random.Random, rating: Any) -> Any:
    """The same rating, a measurement at times in another spelling."""
    again = copy.deepcopy(rating)
    if isinstance(again, dict) and "measured" in again and chance(rng, 0.3):
        again["measured"] = next(iter(spellings(rng, Fraction(again["measured"]))), again["measured"])
    return again


def may_stand(framework: Data, indicator: Data, rating: Any) -> bool:
    """Whether a rating of another version is valid for this indicator."""
    levels = {each["id"] for each in scale_of(framework, indicator)}
    if isinstance(rating, dict) and "measured" in rating:
        return "measure" in indicator
    level = rating["level"] if isinstance(rating, dict) else rating
    if level == "not-rated":
        return isinstance(rating, dict) or "measure" not in indicator
    if level == "not-applicable":
        general = framework.get("not_applicable", "allowed")
        return bool(indicator.get("not_applicable", general) == "allowed")
    if "measure" in indicator:
        return not isinstance(rating, dict) and level[-1].isdigit() and level.strip("-./0123456789") == ""
    return level in levels


# Versions.


def next_version(rng: random.Random, chain: list[Data], avoid: list[Data] | None = None) -> tuple[Data, Line]:
    """A framework that comes after the last of the chain, and what its indicators were called there."""
    older = chain[-1]
    framework = copy.deepcopy(older)
    framework["version"] = next_number(rng, older["version"], [*chain, *(avoid or [])])
    framework["replaces"] = f"{older['id']}@{spelled(rng, older['version'])}"
    if chance(rng, 0.08):
        framework["id"] = f"{older['id']}-new"
    elif chance(rng, 0.08):
        del framework["replaces"]
    for each in [*indicators_below(framework), *dimensions_below(framework)]:
        each.pop("replaces", None)
        if chance(rng, 0.7):
            each.pop("comparable", None)
    edit = Edit(rng, older, framework)
    edit.run()
    repair_elements(framework)
    repair_rules(framework)
    return framework, edit.line


def next_number(rng: random.Random, version: str, taken: list[Data]) -> str:
    """A version after this one, rarely one before it; none that is taken in another spelling."""
    used = {plain_version(each["version"]) for each in taken}
    parts = version.split(".")
    last = int(parts[-1])
    candidates = [
        ".".join([*parts[:-1], str(last + 1)]),
        ".".join([*parts[:-1], str(last + 9)]),
        f"{version}.1",
        f"{int(parts[0]) + 1}",
        f"{int(parts[0]) + 1}.0",
    ]
    if chance(rng, 0.05):
        candidates = [f"0.{last + 1}", "0.5"]
    rng.shuffle(candidates)
    for each in [*candidates, *(f"{int(parts[0]) + more}" for more in range(2, 99))]:
        if plain_version(each) not in used:
            return each
    raise AssertionError


def plain_version(text: str) -> str:
    """A version without the zeros that say nothing."""
    while text.endswith(".0"):
        text = text[:-2]
    return text


def spelled(rng: random.Random, version: str) -> str:
    """The same version, sometimes with a zero more or less at its end."""
    if chance(rng, 0.85):
        return version
    plain = plain_version(version)
    return version + ".0" if plain == version else plain


def lengthened(framework: Data) -> Data:
    """The same framework with every list of one written as a list."""
    lists = ("dimensions", "indicators", "bands", "points", "grades")

    def lengthen(value: Any, key: str, above: str) -> Any:
        if (key in lists or above == "scales") and not isinstance(value, list):
            value = [value]
        if isinstance(value, dict):
            return {name: lengthen(inner, name, key) for name, inner in value.items()}
        if isinstance(value, list):
            return [lengthen(inner, "", "") for inner in value]
        return value

    result = lengthen(framework, "", "")
    assert isinstance(result, dict)
    return result


def repair_elements(framework: Data) -> None:
    """Take back what would count as an indicator inside what does."""
    for each in dimensions_below(framework):
        for inner in dimensions_below(each) if "counts_as" in each else ():
            inner.pop("counts_as", None)


def repair_rules(framework: Data) -> None:
    """Take back rules that ask for a score that can no longer be reached."""
    holders = [framework, *dimensions_below(framework)]
    if "overall" in framework:
        holders.append({"dimensions": framework["dimensions"], "rules": framework["overall"]})
    for each in holders:
        most = surely_reached(framework, each)
        rules = each.get("rules", each)
        for key in ("pass_when", "partial_when"):
            rule = rules.get(key)
            wanted = rule.get("score") if isinstance(rule, dict) else None
            if wanted is not None and (most is None or Fraction(wanted) > most):
                rules[key] = "any"


# Changes from one version to the next.


class Edit:
    """One step: what is done to a copy of the older framework until it is the newer one."""

    def __init__(self, rng: random.Random, older: Data, framework: Data) -> None:
        self.rng = rng
        self.older = older
        self.framework = framework
        self.old_ids: list[str] = [each["id"] for each in indicators_below(older)]
        self.line: Line = {name: name for name in self.old_ids}

    def run(self) -> None:
        """Do a few of the changes there are, none at all at times."""
        changes: list[tuple[int, Callable[[], None]]] = [
            (3, self.renumber),
            (3, self.insert),
            (2, self.insert_in_old_place),
            (2, self.shift),
            (3, self.remove),
            (3, self.split),
            (2, self.split_off),
            (5, self.merge),
            (3, self.swap),
            (4, self.revise),
            (4, self.edit),
            (2, self.call_comparable),
            (3, self.call_not_comparable),
            (4, self.respell),
            (5, self.move_bands),
            (4, self.move_points),
            (2, self.change_tags),
            (2, self.count_as_one),
            (2, self.change_grades),
            (2, self.replace_dimension),
            (2, self.change_unit),
            (2, self.measure_or_not),
            (3, self.change_a_scale),
            (3, self.respell_a_scale),
            (2, self.choose_another_scale),
            (3, self.reweight),
            (4, self.change_state),
            (3, self.move),
            (2, self.call_new),
            (1, self.replace_itself),
            (2, self.add_dimension),
            (2, self.remove_dimension),
            (2, self.rename_dimension),
            (2, self.move_dimension),
            (2, self.retitle),
            (2, self.change_aggregation),
            (2, self.change_rules),
            (1, self.reorder),
        ]
        weights = [weight for weight, _ in changes]
        for _ in range(self.rng.choice([0, 1, 2, 3, 4, 5, 6, 8, 10])):
            (_, change) = self.rng.choices(changes, weights)[0]
            change()

    # What is here.

    def all(self) -> list[Data]:
        return list(indicators_below(self.framework))

    def some(self) -> Data | None:
        """An indicator, measured ones a little more often; none where there is none."""
        everything = self.all()
        measured = [each for each in everything if "measure" in each]
        if measured and chance(self.rng, 0.2):
            return self.rng.choice(measured)
        return self.rng.choice(everything) if everything else None

    def holders(self) -> list[Data]:
        return list(dimensions_below(self.framework))

    def list_of(self, indicator: Data) -> list[Data]:
        """The list that an indicator stands in."""
        for holder in self.holders():
            if any(each is indicator for each in holder.get("indicators", [])):
                found: list[Data] = holder["indicators"]
                return found
        raise AssertionError

    def drop(self, indicator: Data) -> None:
        found = self.list_of(indicator)
        found[:] = [each for each in found if each is not indicator]

    def place(self, indicator: Data, near: Data | None = None) -> None:
        """Put an indicator right after another one or anywhere."""
        if near is not None and chance(self.rng, 0.7):
            found = self.list_of(near)
            at = next(place for place, each in enumerate(found) if each is near) + 1
        else:
            found = self.rng.choice(self.holders()).setdefault("indicators", [])
            at = self.rng.randint(0, len(found))
        found.insert(at, indicator)

    def free(self, name: str) -> bool:
        taken = [each["id"].lower() for each in [*self.all(), *self.holders()]]
        return name.lower() not in taken

    def new_id(self) -> str:
        """An id that is not in the newer version; sometimes one that the older had."""
        gone = [name for name in self.old_ids if self.free(name)]
        if gone and chance(self.rng, 0.3):
            return self.rng.choice(gone)
        while True:
            name = f"{self.rng.choice(['n', '9.', 'New-', 'a_'])}{self.rng.randint(1, 99)}"
            if self.free(name) and name not in self.old_ids:
                return name

    def take_place(self, indicator: Data, olds: list[str]) -> None:
        """Let an indicator replace these ids of the older version, if there are any."""
        known = [name for name in olds if name in self.old_ids]
        if known or not olds:
            indicator["replaces"] = known
        if known:
            self.line[indicator["id"]] = known[0]

    def origins(self, indicator: Data) -> list[str]:
        """The older ids that an indicator takes the place of, as it stands."""
        found: list[str] = indicator.get("replaces", [indicator["id"]])
        return [name for name in found if name in self.old_ids]

    # Changes of what takes whose place.

    def renumber(self) -> None:
        each = self.some()
        if each is not None:
            olds = self.origins(each)
            each["id"] = self.new_id()
            if olds or chance(self.rng, 0.5):
                self.take_place(each, olds)

    def insert(self) -> None:
        self.place(self.made(self.new_id()))

    def made(self, name: str) -> Data:
        made = random_indicator(self.rng, self.framework, name)
        if not gives_verdicts(self.framework):
            made.pop("critical", None)
        if chance(self.rng, 0.5):
            made["replaces"] = []
        return made

    def insert_in_old_place(self) -> None:
        """A new indicator under the id of another, which gets a new one."""
        each = self.some()
        if each is not None:
            name, olds = each["id"], self.origins(each)
            each["id"] = self.new_id()
            self.take_place(each, olds)
            self.place(self.made(name), each)

    def shift(self) -> None:
        """Every indicator of a dimension takes the next one's id, and the first id is a new one's."""
        lists = [each["indicators"] for each in self.holders() if each.get("indicators")]
        if lists:
            indicators = self.rng.choice(lists)
            olds = [self.origins(each) for each in indicators]
            names = [*(each["id"] for each in indicators), self.new_id()]
            for each, name, origin in zip(indicators, names[1:], olds, strict=True):
                each["id"] = name
                self.take_place(each, origin)
            indicators.insert(0, self.made(names[0]))

    def remove(self) -> None:
        each = self.some()
        if each is not None:
            self.drop(each)

    def split(self) -> None:
        """Two that both take the place of one."""
        each = self.some()
        if each is not None:
            olds = self.origins(each)
            twin = copy.deepcopy(each)
            twin["id"] = self.new_id()
            self.place(twin, each)
            for half in (each, twin):
                self.take_place(half, olds)
            if chance(self.rng, 0.5):
                self.reword(twin)

    def split_off(self) -> None:
        """One that keeps its id and says nothing, and another that replaces that id."""
        each = self.some()
        if each is not None and each["id"] in self.old_ids:
            twin = copy.deepcopy(each)
            twin["id"] = self.new_id()
            self.take_place(twin, [each["id"]])
            each.pop("replaces", None)
            self.place(twin, each)

    def merge(self) -> None:
        """One that takes the place of two or three."""
        each = self.some()
        if each is not None:
            olds = self.origins(each)
            for _ in range(self.rng.choice([1, 1, 2])):
                other = self.some()
                if other is not None and other is not each:
                    olds += [name for name in self.origins(other) if name not in olds]
                    if chance(self.rng, 0.85):
                        self.drop(other)
            self.rng.shuffle(olds)
            if chance(self.rng, 0.5):
                each["id"] = self.new_id()
            self.take_place(each, olds)

    def swap(self) -> None:
        """Two indicators that exchange their ids."""
        one, other = self.some(), self.some()
        if one is not None and other is not None and one is not other:
            ones, others = self.origins(one), self.origins(other)
            one["id"], other["id"] = other["id"], one["id"]
            if chance(self.rng, 0.85):
                self.take_place(one, ones)
                self.take_place(other, others)

    def call_new(self) -> None:
        each = self.some()
        if each is not None:
            each["replaces"] = []

    def replace_itself(self) -> None:
        each = self.some()
        if each is not None:
            self.take_place(each, [each["id"]])

    # Changes of what is asked.

    def reword(self, indicator: Data) -> None:
        indicator["requirement"] = f"{self.rng.choice(TEXTS)} {self.rng.randint(1, 99)}"

    def revise(self) -> None:
        each = self.some()
        if each is not None:
            self.reword(each)

    def edit(self) -> None:
        each = self.some()
        if each is not None:
            self.reword(each)
            each["comparable"] = "true"

    def call_comparable(self) -> None:
        each = self.some()
        if each is not None:
            each["comparable"] = "true"

    def call_not_comparable(self) -> None:
        each = self.some()
        if each is not None:
            each["comparable"] = "false"

    def respell(self) -> None:
        """The same requirement in other bytes."""
        for each in self.rng.choices(self.all(), k=3) if self.all() else []:
            text = each["requirement"]
            space = self.rng.choice(["  ", "\n", " \n ", "\t", "\u00a0", " "])
            text = space.join(text.split())
            if chance(self.rng, 0.5):
                each["requirement"] = unicodedata.normalize("NFC", text)
            else:
                each["requirement"] = unicodedata.normalize("NFD", text)

    # Changes of how it is answered.

    def move_bands(self) -> None:
        for each in self.all():
            if "measure" in each and chance(self.rng, 0.6):
                self.give_bands(each)

    def give_bands(self, indicator: Data) -> None:
        levels = [level["id"] for level in scale_of(self.framework, indicator)]
        measure = indicator["measure"]
        measure["bands"] = random_bands(self.rng, levels)
        if "points" in measure and gives_verdicts(self.framework):
            add_points(self.rng, self.framework, indicator)  # they have to agree

    def mend_bands(self) -> None:
        """New bands where old ones name a level that is gone, or no longer agree with the points."""
        for each in self.all():
            if "measure" in each:
                levels = {level["id"] for level in scale_of(self.framework, each)}
                has_gone = not levels.issuperset(band["level"] for band in each["measure"].get("bands", []))
                if has_gone or ("points" in each["measure"] and gives_verdicts(self.framework)):
                    self.give_bands(each)

    def move_points(self) -> None:
        """Other points, points where there were none, or none any more."""
        for each in self.all():
            if "measure" in each and chance(self.rng, 0.6):
                if "points" in each["measure"] and chance(self.rng, 0.2):
                    del each["measure"]["points"]
                    self.give_bands(each)
                else:
                    each["measure"].setdefault("bands", [])
                    self.give_bands(each)
                    add_points(self.rng, self.framework, each)

    def change_tags(self) -> None:
        """What applies to whom."""
        for each in self.rng.choices([*self.all(), *self.holders()], k=2):
            if each.pop("applies_to", None) is None or chance(self.rng, 0.5):
                each["applies_to"] = self.rng.sample(TAGS, self.rng.choice([1, 2]))

    def count_as_one(self) -> None:
        """A dimension counts as an indicator, or no longer does."""
        each = self.rng.choice(self.holders())
        if each.pop("counts_as", None) is None:
            each["counts_as"] = "indicator"

    def change_grades(self) -> None:
        self.framework["grades"] = random_grades(self.rng, self.framework)

    def replace_dimension(self) -> None:
        """A dimension gets another id and says whose place it has; at times two say it of one."""
        each = self.rng.choice(self.holders())
        old = each["id"]
        each["id"] = self.new_id()
        each["replaces"] = [old]
        if chance(self.rng, 0.2):
            self.rng.choice(self.holders())["replaces"] = [old]

    def change_unit(self) -> None:
        for each in self.all():
            if "measure" in each and chance(self.rng, 0.4):
                each["measure"]["unit"] = self.rng.choice(["µg/m³", "μg/m³", "%", "mg/m³"])

    def measure_or_not(self) -> None:
        each = self.some()
        if each is not None and each.pop("measure", None) is None:
            each["measure"] = {"unit": self.rng.choice(["µg/m³", "%"])}
            self.give_bands(each)

    def own_scales(self) -> dict[str, list[Data]]:
        """The framework's scales, the default one written out."""
        if "scales" not in self.framework:
            self.framework["scales"] = {"rating": copy.deepcopy(scale_of(self.framework, {}))}
        scales: dict[str, list[Data]] = self.framework["scales"]
        return scales

    def change_a_scale(self) -> None:
        """Another value or status, a level more or less, other ids or another scale altogether."""
        scales = self.own_scales()
        name = self.rng.choice(list(scales))
        for _ in range(20):
            levels = copy.deepcopy(scales[name])
            one = self.rng.choice(levels)
            kind = self.rng.choice(["value", "value", "status", "less", "more", "id", "all"])
            if kind == "value":
                one["value"] = self.rng.choice(VALUES)
            elif kind == "status":
                if "status" in one:
                    one["status"] = self.rng.choice(list(RANK))
            elif kind == "less" and len(levels) > 2:
                levels.remove(one)
            elif kind == "more":
                more = {**one, "id": "more", "value": self.rng.choice(VALUES)}
                levels.insert(self.rng.randint(0, len(levels)), more)
            elif kind == "id":
                one["id"] = "other"
            elif kind == "all":
                levels = self.other_scale()
            if in_order(levels) and levels != scales[name]:
                scales[name] = levels
                break
        self.mend_bands()

    def other_scale(self) -> list[Data]:
        levels = random_scale(self.rng)
        if not gives_verdicts(self.framework):
            for level in levels:
                del level["status"]
        return levels

    def respell_a_scale(self) -> None:
        """The same levels in another order, with values in another spelling, under another name."""
        scales = self.own_scales()
        name = self.rng.choice(list(scales))
        self.rng.shuffle(scales[name])
        for level in scales[name]:
            level["value"] = next(iter(spellings(self.rng, Fraction(level["value"]))), level["value"])
            if chance(self.rng, 0.3):
                level["label"] = self.rng.choice(TEXTS)
        if chance(self.rng, 0.4) and "renamed" not in scales:
            self.framework["scales"] = {
                "renamed" if key == name else key: levels for key, levels in scales.items()
            }
            for each in self.all():
                if each.get("scale") == name:
                    each["scale"] = "renamed"

    def choose_another_scale(self) -> None:
        scales = self.own_scales()
        if len(scales) == 1 and chance(self.rng, 0.7):
            scales["second"] = self.other_scale()
        each = self.some()
        if each is not None:
            each["scale"] = self.rng.choice(list(scales))
        self.mend_bands()

    # Changes of what counts, and how much.

    def reweight(self) -> None:
        for each in [*self.all(), *self.holders()]:
            if chance(self.rng, 0.3):
                each["weight"] = self.rng.choice(WEIGHTS)
            if chance(self.rng, 0.1) and gives_verdicts(self.framework):
                each["critical"] = self.rng.choice(["true", "false"])

    def change_state(self) -> None:
        for _ in range(2):
            each = self.some()
            if each is not None:
                each["state"] = self.rng.choice(["active", "active", "future", "retired"])

    def change_aggregation(self) -> None:
        holder = self.rng.choice([self.framework, *self.holders()])
        holder["aggregation"] = self.rng.choice(AGGREGATIONS)

    def change_rules(self) -> None:
        if not gives_verdicts(self.framework):
            return
        holder = self.rng.choice([self.framework, *self.holders()])
        most = surely_reached(self.framework, holder)
        holder[self.rng.choice(["pass_when", "partial_when"])] = random_rule(self.rng, most)

    # Changes of where it stands.

    def move(self) -> None:
        each = self.some()
        if each is not None:
            self.drop(each)
            self.place(each)

    def reorder(self) -> None:
        for holder in [self.framework, *self.holders()]:
            for key in ("indicators", "dimensions"):
                if key in holder:
                    self.rng.shuffle(holder[key])

    def add_dimension(self) -> None:
        made: Data = {"id": self.new_id(), "title": self.rng.choice(TEXTS), "indicators": []}
        holder = self.rng.choice([self.framework, *self.holders()])
        found = holder.setdefault("dimensions", [])
        found.insert(self.rng.randint(0, len(found)), made)
        for _ in range(self.rng.choice([0, 1, 2])):
            each = self.some()
            if each is not None:
                self.drop(each)
                made["indicators"].append(each)

    def remove_dimension(self) -> None:
        """A dimension goes; what it holds goes too or moves up beside it."""
        lists = [each["dimensions"] for each in [self.framework, *self.holders()] if each.get("dimensions")]
        found = self.rng.choice(lists)
        if found is self.framework["dimensions"] and len(found) == 1:
            return
        gone = found.pop(self.rng.randrange(len(found)))
        if chance(self.rng, 0.6):
            found.extend(gone.get("dimensions", []))
            target = self.rng.choice(self.holders())
            target.setdefault("indicators", []).extend(gone.get("indicators", []))

    def rename_dimension(self) -> None:
        each = self.rng.choice(self.holders())
        each["id"] = self.new_id()

    def move_dimension(self) -> None:
        """A dimension goes to the top or into another one that it does not hold."""
        one = self.rng.choice(self.holders())
        inside = [one, *dimensions_below(one)]
        outside = [each for each in self.holders() if not any(each is other for other in inside)]
        if outside:
            for each in [self.framework, *self.holders()]:
                if "dimensions" in each:
                    each["dimensions"] = [other for other in each["dimensions"] if other is not one]
            target = self.rng.choice([self.framework, *outside])
            target.setdefault("dimensions", []).append(one)

    def retitle(self) -> None:
        for each in [*self.all(), *self.holders()]:
            if chance(self.rng, 0.3):
                each["title"] = self.rng.choice(TEXTS)


def in_order(levels: list[Data]) -> bool:
    """Whether a greater value never goes with a worse status, and no id is there twice."""
    names = {each["id"].lower() for each in levels}
    return len(names) == len(levels) and not any(
        Fraction(one["value"]) > Fraction(other["value"])
        and "status" in one
        and RANK[one["status"]] < RANK[other["status"]]
        for one in levels
        for other in levels
    )
