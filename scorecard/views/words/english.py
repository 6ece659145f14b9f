"""What people are told of results, in English, here and nowhere else.

A sentence is a function, or a name where nothing in it varies; a docstring says what the sentence itself
does not. Names and labels come from files, isolated; numbers come as they are shown. Another language is one
more module with the same names.
"""

import re
from collections.abc import Mapping, Sequence, Set
from datetime import date
from fractions import Fraction

from scorecard.model.framework import RATED_STATUSES, Aggregation, EvidencePolicy, Status
from scorecard.model.keys import Key
from scorecard.model.verdict_rules import RuleKind

_STATUSES = {
    Status.PASS: ("Pass", "Passes", "passes", "pass"),
    Status.PARTIAL: ("Partial", "Passes in part", "is partial", "are partial"),
    Status.FAIL: ("Fail", "Fails", "fails", "fail"),
    Status.UNDETERMINED: ("Not decided yet", "Not decided yet", "is not decided yet", "are not decided yet"),
    Status.UNJUDGED: ("Rated", "Rated", "is rated", "are rated"),
    Status.NOT_RATED: ("Not rated", "Not rated", "is not rated", "are not rated"),
    Status.NOT_APPLICABLE: ("Not applicable", "Does not apply", "does not apply", "do not apply"),
}
"""What each status is called, what begins a headline, what one of that status does, and what several do."""
ORDER = tuple(_STATUSES)
"""The order in which statuses are told, everywhere."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_SHARES = {
    Fraction(1, 2): "half",
    Fraction(1, 3): "a third",
    Fraction(2, 3): "two thirds",
    Fraction(1, 4): "a quarter",
    Fraction(3, 4): "three quarters",
}


# What rows, columns and facts are called, wherever they stand -------------------------------------

APPLIES_TO = "Applies to"
ASKED_OF = "Asked of"
ASKS = "Asks"
ASSESSED = "Assessed"
ASSESSMENT = "Assessment"
ASSESSMENTS = "Assessments"
CHECKED_BY = "Checked by"
COUNTS = "Counts"
COUNTS_AS = "Counts as"
COVERAGE = "Coverage"
CRITICAL = "Critical"
DATE = "Date"
DIGEST = "Digest"
EVIDENCE = "Evidence"
FILE = "File"
FRAMEWORK = "Framework"
FRAMEWORKS = "Frameworks"
FROM = "From"
GRADE = "Grade"
GRADES_CAPTION = "Grades, best first"
ID = "Id"
JUDGES = "Judges"
LABEL = "Label"
LEVEL = "Level"
MEANS = "Means"
MEASURED = "Measured"
NEAR_MISS = "Near miss"
NONE = "none"
NOT_ASKED = "Not asked"
NUMBERS = "Numbers"
PROVISIONAL = "Provisional"
PUBLISHED = "Published"
RANK = "Rank"
RATED = "Rated"
RATED_BY = "Rated by"
RATING = "Rating"
REPLACES = "Replaces"
RESULT = "Result"
RESULTS = "Results"
REVIEWS = "Marks and replies"
RULE = "Rule"
SCALE = "Scale"
SCORE = "Score"
SCORES = "Scores"
SHOWN = "Shown"
SOURCES = "Sources"
STAGE = "Stage"
STATE = "State"
SUBJECT = "Subject"
SUBJECTS = "Subjects"
THRESHOLDS = "Thresholds"
TITLE = "Title"
VALUE = "Value"
VERDICT = "Verdict"
VERSIONS = "Versions"
WARNING = "Warning"
WEIGHT = "Weight"
WHEN = "When"
WHOLE = "The whole"
WHOLE_SCORE = "The whole's score"
UNPUBLISHED = "DRAFT, not published"


# Numbers, dates, lists --------------------------------------------------------------------------


def number(count: int) -> str:
    """Return a count as a sentence has it: in letters up to twelve."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


DAY = re.compile(rf"[0-9]{{1,2}}\s(?:{'|'.join(_MONTHS)})\s[0-9]{{4}}")
"""A date as `day` says it."""


def month(when: date) -> str:
    """Return a month with its year: "October 2023"."""
    return f"{_MONTHS[when.month - 1]} {when.year}"


def short_month(when: date) -> str:
    """Return a month with its year where there is little room: "Oct 2023"."""
    return f"{_MONTHS[when.month - 1][:3]} {when.year}"


def day(when: date) -> str:
    """Return a date: "26 October 2023"."""
    return f"{when.day} {month(when)}"


def since(then: date, now: date) -> str:
    """Return an earlier date as exactly as it must be told: two ends of years are two years."""
    if (then.month, then.day) == (now.month, now.day) == (12, 31):
        return str(then.year)
    return day(then) if (then.year, then.month) == (now.year, now.month) else month(then)


def listed(words: Sequence[str], conjunction: str = "and") -> str:
    """Join words as a sentence does: "a, b and c"."""
    return " ".join([", ".join(words[:-1]), conjunction, words[-1]]) if words[1:] else "".join(words)


def with_minus(number: str) -> str:
    return number.replace("-", "\N{MINUS SIGN}")


def capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def one_of(words: Sequence[str]) -> str:
    """Join words of which one is meant: "a, b or c"."""
    return listed(words, "or")


Labels = Mapping[Status, str]
"""What a framework itself calls statuses."""


def _do(status: Status, count: int, labels: Labels | None = None) -> str:
    if labels and status in labels:
        return f"{'is' if count == 1 else 'are'} {labels[status]}"
    return _STATUSES[status][3 if count != 1 else 2]


def bounded(low: str, high: str) -> str:
    return f"{low} to {high}"


def out_of(full: str) -> str:
    return f"out of {full}"


def plural(noun: str) -> str:
    if noun.lower().endswith("criterion"):
        return noun[:-2] + "a"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


# Statuses, rules and counts ---------------------------------------------------------------------

ITEMS_IN_IT = "items in it"
OTHERWISE = "in all other cases"
HOW_MEASURED = "How the measurement is rated"
POINTS_TITLE = "How the measurement is scored"
CAN_WE_TRUST = "Can we trust it?"
LABELS = "Why", "Changed", "Trust"


def status(which: Status) -> str:
    return _STATUSES[which][0]


def verdict(which: Status) -> str:
    """Say what begins a headline."""
    return _STATUSES[which][1]


def step(number: int, of: int) -> str:
    """Say which step of a scale a sign draws."""
    return f"step {number} of {of}"


def shown_by(*, verdict: bool, grade: bool, score: bool) -> str:
    return VERDICT if verdict else GRADE if grade else SCORE if score else RESULT


def short_tally(counts: Mapping[Status, int], labels: Labels) -> str:
    """Say how many have each status, pass first, in few words: "2 pass, 1 not rated"."""
    said = [f"{counts[each]} {became(each, labels)}" for each in ORDER if counts.get(each)]
    return ", ".join(said) or "nothing is counted"


def rule(kind: RuleKind, noun: str, amount: str, labels: Labels) -> str:
    """Say a rule; `noun` is what it speaks of, in the plural; `amount` how many, which share or score."""
    match kind:
        case RuleKind.ALL:
            return f"all {noun} {_do(Status.PASS, 2, labels)}"
        case RuleKind.ANY:
            return f"at least one of the {noun} {_do(Status.PASS, 1, labels)}"
        case RuleKind.NONE_FAIL:
            return f"none of the {noun} {_do(Status.FAIL, 1, labels)}"
        case RuleKind.AT_LEAST | RuleKind.SHARE:
            return (
                f"at least {amount} of the {noun} {_do(Status.PASS, 1 if amount == number(1) else 2, labels)}"
            )
        case RuleKind.SCORE:
            return f"the score is at least {amount}"
        case RuleKind.NEVER:
            return "never"


def part_of(part: Fraction) -> str:
    """Return a share exactly: "half", "60 %", "2/7"."""
    percent = part * 100
    return _SHARES.get(part) or (f"{percent} %" if percent.denominator == 1 else str(part))


def passes_when(rule: str, partial: str, labels: Labels) -> str:
    passes = f"{_do(Status.PASS, 1, labels)} when {rule}"
    return f"{passes}; otherwise it {_do(Status.PARTIAL, 1, labels)} when {partial}" if partial else passes


def and_critical(rule: str, labels: Labels) -> str:
    return f"{rule}, and all that are critical {_do(Status.PASS, 2, labels)}"


def evidence_needed(policy: EvidencePolicy) -> str:
    return _EVIDENCE[policy]


_EVIDENCE = {
    EvidencePolicy.OPTIONAL: "optional",
    EvidencePolicy.REQUIRED: "required for every rating",
    EvidencePolicy.REQUIRED_FOR_PASS: "required for every pass",
}


def evidence_at(ids: Sequence[str], policy: EvidencePolicy) -> str:
    return f"at {listed(ids)} {evidence_needed(policy)}"


def asked_of(subject: str, tags: Sequence[str], left_out: int, total: str) -> str:
    who = f"tagged {listed(tags)}" if tags else "without tags"
    part = f"{left_out} of {total} {'is' if left_out == 1 else 'are'} not asked"
    return f"{subject}, {who}; {part if left_out else 'everything is asked'}"


def and_in_it(nouns: str, others: str) -> str:
    return f"{nouns} and {others} in it"


def any_of(noun: str) -> str:
    return f"A {noun}"


def judges_not(*, has_grades: bool) -> str:
    return f"not at all: it gives scores{' and grades' if has_grades else ''}"


_AGGREGATIONS = {
    Aggregation.MEAN_OF_DIMENSIONS: "the weighted mean of what is in it, group by group",
    Aggregation.MEAN_OF_INDICATORS: "the weighted mean of all {nouns} below it, whatever their group",
    Aggregation.MINIMUM: "the smallest score of what is in it",
}


def aggregated(how: Aggregation, nouns: str, full: str = "") -> str:
    words = _AGGREGATIONS[how].format(nouns=nouns)
    return f"{words}; 0 to {full}" if full else words


def shows(*, verdicts: bool, grades: bool) -> str:
    shown = "verdicts" if verdicts else "grades" if grades else "levels"
    return f"{shown} and counts; scores are for programs alone"


def quotable_from(share: str) -> str:
    return f"when less than {share} of what applies is rated"


def scale(name: str) -> str:
    return f"{SCALE} {name}"


def titled_thing(label: str, id: str, title: str) -> str:
    return f"{label} {id}: {title}"


def made_up_of(noun: str, elements: str) -> str:
    return f"one {noun}, made up of {elements}"


def tagged(tags: Sequence[str]) -> str:
    return f"subjects tagged {listed(tags, 'or')}"


def uncounted(state: str) -> str:
    return f"{key_value(state)}: shown, never counted"


def weight(shown: str) -> str:
    return f"weight {shown}"


def critical(holder: str, labels: Labels) -> str:
    return f"must {_be(Status.PASS, labels)} for its {holder} to {_be(Status.PASS, labels)}"


def bounds(least: str, most: str, unit: str) -> str:
    """Say between which measurements a level is given; without bounds where no other is."""
    said = [f"at least {least}"] * bool(least) + [f"at most {most}"] * bool(most)
    return f"{listed(said)} {unit}" if said else "everything else"


def points(pairs: Sequence[tuple[str, str]], unit: str) -> str:
    """Say what rising measurements score: each score, and where it is given."""
    ends = {0: " or less", len(pairs) - 1: " or more"}
    said = [f"{score} at {at} {unit}{ends.get(number, '')}" for number, (score, at) in enumerate(pairs)]
    return f"{', '.join(said)}, and evenly in between"


def only_dimension(label: str, id: str) -> str:
    return f"only {label} {id}"


def only_those(nouns: str, which: str) -> str:
    return f"only {nouns} that {which}"


def those_that(statuses: Set[Status], labels: Labels, *, is_judged: bool) -> str:
    """Say what those of some statuses do: "fail or are not rated"; without verdicts only what there is."""
    told = statuses if is_judged else statuses - RATED_STATUSES
    words = listed([_do(each, 2, labels) for each in ORDER if each in told], "or")
    if told == statuses:
        return words
    takes = "are judged: none is, so --only takes not-rated or not-applicable here"
    return f"{words}; none is judged" if words else takes


def note_of(ref: str) -> str:
    """Say what a framework's note is; `ref` says of which, where there are several."""
    return f"Note of {ref}" if ref else "Note"


def does_it_pass(is_judged: bool) -> str:
    """Ask the first question that readers have; where nobody judges it is another."""
    return "Does it pass?" if is_judged else "How does it stand?"


def what_changed(since: str) -> str:
    return f"What changed since {since}?" if since else "What changed?"


def label(key: Key) -> str:
    """Return what is said of a key: in English what the format itself calls it."""
    return key.label


def question(key: Key) -> str:
    """Return what is asked for a key's text: in English what the format itself asks."""
    return key.question


# Does it pass? ----------------------------------------------------------------------------------

DRAFT_MARK = "DRAFT"
WITHDRAWN_MARK = "WITHDRAWN"
REVIEW_MARK = "UNDER REVIEW"
NOTHING_RATED = "Nothing is rated yet."


BETWEEN = " · "
"""What stands between the parts of a headline."""


def headline(parts: Sequence[str]) -> str:
    return BETWEEN.join(filter(None, parts))


def who(subject: str, when: date, title: str = "") -> str:
    return f"{subject}, {day(when)}" + (f" ({title})" if title else "")


def standing(result: str, still: str, draft: str) -> str:
    """Return what a headline begins with; an open result says what it can still be."""
    return ": ".join(filter(None, (draft, result, still)))


def with_grade(result: str, grade: str) -> str:
    return f"{result}, {f'grade {grade}' if len(grade) < 3 else grade}"


def score(shown: str, bounds: str, *, is_said: bool) -> str:
    """Say a score and between what it will end; where the score itself is said, only that."""
    if is_said:
        return f"The score will end {bounds} once all is rated." if bounds else ""
    return f"The score is {shown}{f', and will end {bounds} once all is rated' if bounds else ''}."


def tally(counts: Mapping[Status, int], labels: Labels, noun: str = "") -> str:
    """Say how many have each status, pass first: "16 of 27 pass, 9 partly, 2 fail"."""
    if not any(counts.values()):
        return "nothing is counted"
    first, *others = [each for each in ORDER if counts.get(each)]
    share = " ".join(filter(None, [f"{counts[first]} of {sum(counts.values())}", noun]))
    verbs = {Status.PARTIAL: "partly"} | dict(labels)
    said = [f"{counts[each]} {became(each, verbs)}" for each in others]
    return ", ".join([f"{share} {labels.get(first) or _do(first, counts[first])}", *said])


def met(kind: RuleKind, passing: int, total: int, noun: str, labels: Labels, amount: str, score: str) -> str:
    """Say by which rule something passes: `passing` of `total` items do, named by `noun`."""
    passes = _do(Status.PASS, passing, labels)
    match kind:
        case RuleKind.ALL:
            return f"{capital(_all(total, noun))} {passes}."
        case RuleKind.ANY:
            return f"{passing} of {total} {noun} {passes}, and one is enough."
        case RuleKind.NONE_FAIL:
            return f"None of the {number(total)} {noun} {_do(Status.FAIL, 1, labels)}."
        case RuleKind.SCORE:
            return f"The score is {score}, and {amount} is needed."
        case _:
            return f"{passing} of {total} {noun} {passes}, and {amount} must."


def unmet(
    kind: RuleKind, passing: int, total: int, noun: str, labels: Labels, amount: str, score: str, short: str
) -> str:
    """Say by which rule something does not pass; `short` says what falls short of it."""
    match kind:
        case RuleKind.ALL:
            return f"{short}; {_all(total, '')} {_must(labels)}."
        case RuleKind.ANY:
            return f"None of the {number(total)} {noun} {_do(Status.PASS, 1, labels)}; one {_must(labels)}."
        case RuleKind.NONE_FAIL:
            return f"{short}; none may."
        case RuleKind.SCORE:
            return f"The score is {score}, but {amount} is needed."
        case _:
            return (
                f"{passing} of {total} {noun} {_do(Status.PASS, passing, labels)}; {amount} {_must(labels)}."
            )


def _all(total: int, noun: str) -> str:
    if total == 1:
        return "all of it"
    return f"both {noun}".strip() if total == 2 else f"all {number(total)} {noun}".strip()


def _must(labels: Labels) -> str:
    return f"must {_be(Status.PASS, labels)}"


def shortfall(failing: Sequence[str], partial: Sequence[str], noun: str, labels: Labels) -> str:
    """Say which items fail and which are partial: by name where they are few."""
    said = [_who_do(Status.FAIL, failing, noun, labels)] if failing else []
    said += [_who_do(Status.PARTIAL, partial, "" if failing else noun, labels)] if partial else []
    return listed(said)


def _who_do(status: Status, names: Sequence[str], noun: str, labels: Labels) -> str:
    is_named = len(names) <= (3 if noun else 1)
    subject = listed(names) if is_named else f"{number(len(names))} {noun}".strip()
    subject = subject if is_named or not noun else capital(subject)
    return f"{subject} {_do(status, len(names), labels)}"


def score_short(score: str, to_pass: str, in_part: str, labels: Labels, *, is_open: bool = False) -> str:
    """Say which scores are needed; the score itself where it may be quoted, if open of what is rated."""
    part = f"to be {labels[Status.PARTIAL]}" if Status.PARTIAL in labels else "to pass in part"
    needed = f"{to_pass} is needed to {_be(Status.PASS, labels)}{f', {in_part} {part}' if in_part else ''}"
    if is_open and score:
        return f"On what is rated the score is {score} ({needed})."
    return f"The score is {score}: {needed}." if score else f"{capital(needed)}."


def lacks_critical(names: Sequence[str], labels: Labels) -> str:
    it = "it" if len(names) == 1 else "they"
    return f"{whatever_else(names, labels)}, and {it} {_do_not(names, labels)}."


def _do_not(names: Sequence[str], labels: Labels) -> str:
    one, several = ("is", "are") if Status.PASS in labels else ("does", "do")
    return f"{one if len(names) == 1 else several} not"


def lacks_below(names: Sequence[str], noun: str, labels: Labels) -> str:
    """Say what is critical and falls short; `noun` is what holds it, of several in the plural."""
    holders = f"{'its' if len(names) == 1 else 'their'} {noun}"
    passes = _be(Status.PASS, labels)
    return f"{listed(names)} must {passes} for {holders} to {passes}, and {_do_not(names, labels)}."


def critical_short(found: Sequence[tuple[str, Status]], labels: Labels) -> str:
    return ", ".join(f"critical {name} {_do(status, 1, labels)}" for name, status in found)


def whatever_else(names: Sequence[str], labels: Labels) -> str:
    return f"{listed(names)} {_must(labels)} whatever else does"


def in_part(rule: str, labels: Labels) -> str:
    result = f"is {labels[Status.PARTIAL]}" if Status.PARTIAL in labels else "passes in part"
    return f"It {result} because {rule}."


def with_title(name: str, title: str) -> str:
    return f"{name} ({title})"


def still_open(can_pass: bool, can_fail: bool, outcomes: str, labels: Labels, open_ones: str) -> str:
    """Say what can still become of it, and on what that depends."""
    settled = "" if can_pass else f"It can no longer {_be(Status.PASS, labels)}. "
    settled += "" if can_fail else f"It can no longer {_be(Status.FAIL, labels)}. "
    return f"{settled}{capital(outcomes)}: that depends on {open_ones}."


def open_ones(count: int, noun: str, names: Sequence[str]) -> str:
    """Say how many things are not rated: by name where they are few."""
    named = f" ({', '.join(names)})" if names else ""
    return f"{count} {noun} not rated yet{named}"


def outcomes(statuses: Sequence[Status], labels: Labels) -> str:
    return one_of([became(status, labels) for status in statuses])


def _be(status: Status, labels: Labels) -> str:
    return f"be {labels[status]}" if status in labels else became(status, labels)


def became(status: Status, labels: Labels) -> str:
    return labels.get(status) or _STATUSES[status][0].lower()


def graded(grade: str, score: str, least: str) -> str:
    """Say from which score on a grade is given; `least` is nothing for the lowest."""
    return f"The score is {score}; {grade} {f'is given from {least}' if least else 'is the lowest'}."


def grade_open(open_ones: str) -> str:
    return f"Which grade depends on {open_ones}."


def graded_by(grade: str, rule: str) -> str:
    return f"{grade} is given where {rule}."


def bare_grade(grade: str) -> str:
    return f"Grade {grade}"


def best_and_worst(best: str, most: str, worst: str, least: str) -> str:
    return f"Highest: {best}, {most}; lowest: {worst}, {least}."


# What changed? ----------------------------------------------------------------------------------

FIRST = "nothing earlier to compare with"
TURN_NOT_TOLD = "; how much of that was done cannot be told"
NOT_DECIDED = "not decided"


def moved(up: int, down: int) -> str:
    return f"{up or 'none'} up, {down or 'none'} down" if up or down else "none up or down"


def moved_since(moved: str, when: str) -> str:
    return f"{moved} since {when}"


def compared(count: int, total: int, noun: str) -> str:
    return f"{count} of {total} {noun} can be compared." if count else "Nothing can be compared."


def not_before(when: date, is_same_day: bool) -> str:
    return "Compared with another file of that day." if is_same_day else f"Compared with {day(when)}, later."


def sentence(text: str) -> str:
    return f"{capital(text)}."


def rose(change: int, shown: str) -> str:
    return (
        f"the score {'rose' if change > 0 else 'fell'} by {shown} points"
        if change
        else ("the score stayed the same")
    )


def causes(parts: Sequence[tuple[str, int, str]], change: int, nouns: str, *, is_exact: bool) -> str:
    """Say what a change is made of: of each cause its name, its sign and how much it is, without a sign.

    What goes against the whole comes last, and is said to be lost or gained. Of what is shown as one cause
    others may be a little, unless that `is_exact`.
    """
    if len(parts) == 1 and change:
        return f", {_all_of_it(is_exact)} {cause(parts[0][0], nouns, is_up=change > 0)}"
    said = []
    in_order = sorted(parts, key=lambda part: bool(change) and (part[1] > 0) is not (change > 0))
    for name, sign, shown in in_order:
        against = "" if change and (sign > 0) is (change > 0) else "gained " if sign > 0 else "lost "
        said.append(f"{shown} {against}{cause(name, nouns, is_up=sign > 0)}")
    return f": {listed(said)}" if said else ""


def _all_of_it(is_exact: bool) -> str:
    return "all of it" if is_exact else "as far as it shows all of it"


_CAUSES = {
    "LATER": ("by what was done",) * 2,
    "CORRECTED": ("because ratings were changed",) * 2,
    "OTHER": ("on what both are asked",) * 2,
    "coverage": ("because different {nouns} were rated",) * 2,
    "rules": ("because the test became stricter", "because the test became milder"),
    "older-rules": ("because the older test is stricter", "because the older test is milder"),
    "other": ("because the test changed",) * 2,
    "older": ("because the older test is another",) * 2,
    "reworded": ("because the test was changed",) * 2,
    "asked": ("because not the same is asked",) * 2,
}
"""What moves a score, where it moves it down and where up: the first three by what two sides are."""


def cause(name: str, nouns: str, *, is_up: bool) -> str:
    return _CAUSES[name][is_up].format(nouns=nouns)


def on_alike(count: str, moved: str, where: str) -> str:
    return f"On the {count} rated {where} {moved}."


def rests_on(count: str, where: str, few_of: int | None, newer: str) -> str:
    """Say on how much a like-for-like change rests; `few_of` says of how many, where that is few.

    `newer` names by what measurements before were rated again.
    """
    few = f", too few to conclude from: under half of {few_of}" if few_of is not None else ""
    if newer:
        return f"Compared, by {newer}, on the {count} comparable and rated {where}{few}."
    return f"Compared on the {count} asked the same way and rated {where}{few}."


def where(relation: str) -> str:
    return "at both dates" if relation == "later" else "on both sides"


def went(names: Sequence[str], way: int, then: str, now: str, why: str) -> str:
    """Say from what to what something went; without a way neither is clearly better."""
    if not way:
        return f"{listed(names) or 'Overall'}: {then} before, {now} now{why}."
    return f"{listed(names) or 'Overall it'} {'rose' if way > 0 else 'fell'} from {then} to {now}{why}."


def decided(now: Sequence[tuple[str, str]]) -> str:
    return f"Decided now: {', '.join(f'{name} ({result})' for name, result in now)}."


def no_longer_decided(before: Sequence[tuple[str, str]], *, is_missing: bool) -> str:
    """Say what was decided before: more ratings may be missing now, or as many decide now."""
    why = "decided, as ratings are missing" if is_missing else "certain while not all is rated"
    return f"No longer {why}: {', '.join(f'{name} (was {result})' for name, result in before)}."


def turned_by(nouns: str, relation: str, *, by_test: bool, is_undone: bool) -> str:
    """Say that the test, or of `nouns` others, turned something: instead of what was done, or beside it."""
    said = ["the test changed"] if by_test else []
    said += [f"other {nouns} are asked or rated"] if nouns else []
    if is_undone:
        return f", not {by_what_was_done(relation).lower()}: {listed(said)}"
    return f"; {listed(said)} too" if said else ""


def measured(better: int, worse: int, other: int) -> str:
    ways = ((better, "better"), (worse, "worse"), (other, "different"))
    words = [f"{count} {way}" for count, way in ways if count]
    noun = "measurement" if better + worse + other == 1 else "measurements"
    first, *rest = words
    number, way = first.split(" ")
    return f"{listed([f'{number} {noun} {way}', *rest])}"


def at_same_rating(measured: str) -> str:
    return f"Besides, at the same rating: {measured}."


def measured_moved(name: str, then: str, now: str, unit: str, way: int, rerated: str) -> str:
    return f"{name}: {measurement(then, now, unit, way)}{f'; {rerated}' if rerated else ''}."


# Can we trust it? -------------------------------------------------------------------------------

STALE_PIN = "The framework's text has changed since these ratings were made, although its version has not."


def rated(count: int, total: int, not_applicable: int = 0) -> str:
    left = f", {not_applicable} not applicable" if not_applicable else ""
    return f"{count} of {total} rated{left}"


def evidence(with_it: int, count: int, sources: int, source: str) -> str:
    """Say how many ratings have evidence, and from how many sources: `source` is the one, if it is one."""
    if not with_it:
        return "No evidence is given."
    which = f"{with_it} of {count}" if with_it < count else "Both" if count == 2 else f"All {count}"
    have = "It has" if count == 1 else f"{which} have"
    return f"{have} evidence, from {f'1 source: {source}' if source else f'{sources} sources'}."


def sureness(word: str) -> str:
    """Say how sure a rating is; a file's own word where that is none."""
    return {"high": "high", "medium": "medium", "low": "low"}.get(word, word)


def confidence(counts: Mapping[str, int], count: int, total: int, *, tells_rest: bool) -> str:
    """Say how sure the assessors are, of how many each; and of how many in all, unless `count` is 0."""
    if not counts:
        return ""
    if [*counts.values()] == [total]:
        return f"Confidence: {sureness(next(iter(counts)))}."
    rest = total - sum(counts.values()) if tells_rest else 0
    each = [f"{sureness(word)} for {number}" for word, number in counts.items()]
    said = listed([*each, f"not stated for {rest}"] if rest else each)
    return f"Confidence, of all {count}: {said}." if count else f"Confidence: {said}."


def judged_by(
    assessors: Sequence[str],
    reviewers: Sequence[str],
    *,
    is_draft: bool,
    is_rated: bool,
    rated: str = "",
    marked: str = "",
) -> str:
    """Say who rated, who checked and how many marked; `rated` may say how much."""
    unsaid = ", but it is not said by whom" if is_rated and not marked else ""
    by = f" by {listed(assessors)}" if assessors else unsaid
    by = f"{rated or 'rated'}{by}" if by else rated
    checked = f"checked by {listed(reviewers)}" if reviewers else "" if marked else _UNCHECKED
    told = "; ".join(filter(None, (by, checked, marked)))
    return f"A draft, not published: {told}" if is_draft else told


_UNCHECKED = "no check by others recorded"


def judged_several(
    assessors: Sequence[str],
    number: int,
    unsaid: int,
    reviewers: Sequence[str],
    checked: int,
    total: int,
    more: str,
) -> str:
    """Say who rated several and who checked them: by name where that is the same of all, else how many."""
    by = f"rated by {listed(assessors) if assessors else f'{number} different assessors'}"
    if unsaid:
        by = f"{by}; of {unsaid} it is not said who rated" if unsaid < total else "it is not said who rated"
    many = f"all {total}" if checked == total else f"{checked} of {total}"
    checks = f"checked by {listed(reviewers)}" if reviewers else f"{many} checked by somebody else"
    return "; ".join(filter(None, [by, checks if checked else "" if more else _UNCHECKED, more]))


def reviewed(far: Sequence[Mapping[str, int]], total: int) -> str:
    """Say of some of several how many were marked, how many replied, and how many disputes are open."""
    marked = [each["assessors"] for each in far if each["assessors"]]
    by = "several assessors" if min(marked, default=0) > 1 else "one assessor or more"
    told = [f"{len(marked)} of {total} marked by {by}"] if marked else []
    asked = [each["replied"] for each in far if each["invited"] or each["replied"] or each["closed"]]
    disputes = sum(each["unanswered"] for each in far)
    told += [f"{sum(asked)} of {len(asked)} asked to reply did so"] if any(asked) else []
    told += [f"{disputes} disputed rating{'s' * (disputes > 1)} not decided yet"] if disputes else []
    return "; ".join(told)


def not_asked(things: Sequence[str], count: int) -> str:
    return f"{listed(things)} {'is' if count == 1 else 'are'} not asked of this subject"


def marked(far: Mapping[str, int], noun: str, *, is_short: bool) -> str:
    """Say how many marked, on how much they agreed, and what became of the rest."""
    people, total, compared, still = far["assessors"], far["total"], far["compared"], far["undecided"]
    ways = {"independent": "independent by their own account", "not_independent": "not independent"}
    claimed = [(far[key], word) for key, word in ways.items() if far[key]]
    how = [word if count == people else f"{number(count)} {word}" for count, word in claimed]
    who = f"{number(people)} assessor{'s' * (people > 1)}{f', {listed(how)},' if how else ''}"
    every = "both" if total == 2 else f"all {total}"
    part = every if far["marked"] == total else f"{far['marked']} of {total}"
    is_again = far["rounds"] > 1
    first = f"{_on_of(far['compared_first'], far['differ_first'])} at first, " if is_again else ""
    by = f" marked by {'both' if people == 2 else 'several'}" if compared < far["marked"] else ""
    rounds = f" after {number(far['rounds'])} rounds" if is_again else ""
    agreed = f"agreed {first}{_on_of(compared, far['differ'])}{by}{rounds}" if compared else ""
    did = [agreed] if is_short and compared else filter(None, [f"marked {part} {noun}".rstrip(), agreed])
    changed = f", which changed {far['redone']} rating{'s' * (far['redone'] > 1)}" if far["redone"] else ""
    count = far["differ"] - still
    became = (
        ("stands", "stand", "as decided") if far["stood"] == count else ("was", "were", f"decided{changed}")
    )
    rest = (
        (0 if is_short else count, *became),
        (still, "is", "are", "not decided yet"),
        (far["of_nobody"], "is", "are", "rated as no mark says"),
    )
    told = [f"{count} {one if count == 1 else several} {what}" for count, one, several, what in rest if count]
    return "; ".join([f"{who} {' and '.join(did)}", *told])


def _on_of(compared: int, differ: int) -> str:
    return f"on {compared - differ or 'none'} of {compared}"


def corrected(count: int, last: date | None) -> str:
    if not count:
        return "No corrections."
    times = {1: "once", 2: "twice"}.get(count, f"{number(count)} times")
    return f"Corrected {times}{f', last on {day(last)}' if last else ''}."


def yardstick(began: str, *, is_same: bool, is_raised: bool, was_other: bool) -> str:
    """Say since when the test is the same, its version raised or not; or that it changed after a date."""
    before = "; its version was raised" * is_raised + "; before that, another" * was_other
    return f"Same test since {began}{before}." if is_same else f"The test changed after {began}."


def provisional(bounds: str) -> str:
    return f"Too little is rated to quote the score; it will end {bounds}."


# Scorecards -------------------------------------------------------------------------------------


def under_several(who: str, frameworks: int) -> str:
    return f"{who} under {frameworks} frameworks"


def several_dates(who: str, assessments: int) -> str:
    return f"{who}: {assessments} assessments"


def correction(when: date | None) -> str:
    return f"Correction of {day(when)}" if when else "Correction"


UNDER_REVIEW_SO = "It is under review, so it may change."


def some_under_review(names: Sequence[str], total: int) -> str:
    verb = "is" if len(names) == 1 else "are"
    return f"{len(names)} of {total} {verb} under review: {listed(names)}."


def noted(name: str, *, is_corrected: bool = False, is_under_review: bool = False) -> str:
    """Name a subject or a date, with what must be known of it beside it."""
    notes = [*["corrected"] * is_corrected, *["under review"] * is_under_review]
    return f"{name} ({listed(notes)})" if notes else name


def passing(count: int, total: int, label: str) -> str:
    """Say how many of how many pass, in few words; `label` is a framework's own word for that."""
    return f"{count} of {total} {label or 'pass'}"


def numbers(words: Sequence[str], *, is_critical: bool, short: str = "") -> str:
    """Join what is counted or measured; what must pass whatever else does is marked; `short` falls short."""
    return ", ".join(filter(None, [*words, "critical" if is_critical else "", short]))


def changed_since(when: str) -> str:
    return f"Since {when}" if when else "Changed"


def no_score(is_asked: bool) -> str:
    return "none: nothing is rated" if is_asked else "none: nothing applies"


def between(low: str, high: str) -> str:
    return f"between {low} and {high}"


def once_rated(bounds: str) -> str:
    return f"{bounds} once all is rated"


def coverage(percent: str, rated: int, of: int, nouns: str, *, is_provisional: bool) -> str:
    few = " (too little to quote the score)" if is_provisional else ""
    return f"{percent} by weight; {rated} of {of} {nouns} are rated{few}"


def near_miss(names: Sequence[str], *, is_one_enough: bool) -> str:
    return f"would pass if {listed(names, 'or' if is_one_enough else 'and')} did"


# What is here -----------------------------------------------------------------------------------

NO_ASSESSMENTS = "Nothing is assessed here yet: scorecard new begins an assessment."
TEXT_CHANGED = "framework changed since"


def what_is_here(frameworks: int, assessments: int, subjects: int) -> str:
    things = ((frameworks, "framework"), (assessments, "assessment"), (subjects, "subject"))
    first, second, third = (f"{count or 'no'} {noun}{'' if count == 1 else 's'}" for count, noun in things)
    return f"{first} and {second}" + (f" of {third}" if subjects else "")


def how_far(far: Mapping[str, int], without_reason: int) -> str:
    """Say how far several assessors and the subject are: "marked by two, 3 differ, replied, decided"."""
    is_left = bool(far["open"] or without_reason)

    def decided(words: str, left: int) -> str:
        return f"{words} ({left} not decided)" if left else f"{words} (decided)" if is_left else words

    differ = f"{far['differ']} differ{'s' if far['differ'] == 1 else ''}"
    reply = "replied" if far["replied"] else "no reply came" if far["closed"] else "asked to reply"
    parts = [
        (far["assessors"], f"marked by {number(far['assessors'])}"),
        (far["drafts"], f"{far['drafts']} draft mark{'s' * (far['drafts'] > 1)}"),
        (far["differ"], decided(differ, far["undecided"])),
        (far["to_rate"], f"{far['to_rate']} not rated yet"),
        (far["of_nobody"], f"{far['of_nobody']} rated as no mark says"),
        (without_reason, f"{without_reason} without a reason"),
        (far["replied"] or far["closed"] or far["invited"], reply),
        (far["disputed"], decided(f"{far['disputed']} disputed", far["unanswered"])),
        (not is_left and (far["differ"] or far["disputed"]), "decided"),
    ]
    return ", ".join(words for is_told, words in parts if is_told)


# Several assessors ------------------------------------------------------------------------------

ASSESSOR = "Assessor"
INDICATOR = "Indicator"
DECISION = "Decision"
DIFFERS = "Differ"
WHAT_DIFFERS = "What differs"
MARKS_DIFFER = "On these the marks differ"
NEWEST_DIFFER = "On these the newest marks alone differ"
WHAT_FOLLOWS = "What follows"
OWN_VERDICTS = "By each assessor's marks alone"
THE_ASSESSMENT = "the assessment"
BEYOND_CHANCE = "Agreement beyond chance"
TO_MEND = "What to ask more clearly"
MOST_APART = "Questions that assessors read differently"
STAGES = "What each stage changed"
STILL_DISPUTED = "Disputed, not decided yet"
NOT_INDEPENDENT = "Not independent, as they say themselves"
COEFFICIENT = "Coefficient"
INTERVAL = "95 % interval"
TOO_FEW = "too few to tell"
NONE_DIFFER = "none differ"
COEFFICIENTS = {
    "percent": "Pairs of marks that are the same",
    "alpha_nominal": "Krippendorff's alpha, levels as names",
    "alpha_ordinal": "Krippendorff's alpha, levels in their order",
    "ac1": "Gwet's AC1, levels as names",
    "ac2": "Gwet's AC2, levels in their order",
}
PARADOX = (
    "Nearly all marks are one level, so that two people who only guessed would mostly agree too: alpha is "
    "low although few marks differ."
)


AGREEMENT = "How far assessors agree"


def how_many_same(names: Sequence[str], same: int, compared: int, marked: int, assessors: int) -> str:
    whose = names[0] if len(names) == 1 else f"{len(names)} assessments"
    if not compared:
        return (
            f"{whose}: nothing is marked by two, {number(assessors)} assessor{'s' * (assessors != 1)} so far."
        )
    differ, alike = compared - same, "is" if same == 1 else "are"
    told = f"{same or 'none'} {alike} the same, {differ or 'none'} differ{'s' if differ == 1 else ''}"
    alone = f"; {marked - compared} marked by one alone" if marked > compared else ""
    return f"{whose}: of {compared} marked by two or more {told}{alone}."


def round_compared(round: int, last: int, differ: int) -> str:
    """Say which round is told, and on how many the newest marks differ if there is a later one."""
    later = (
        f" By the newest marks, after round {last}, {differ or 'none'} differ{'s' if differ == 1 else ''}."
    )
    return f"These are the marks of round {round}.{later if last > round else ''}"


def same_in_round(round: int) -> str:
    return f"the same in round {round}"


def decided_by(by: str) -> str:
    return f"Decided by {by}."


def led_to(given: str, by: str, now: str, *, stands: bool | None) -> str:
    """Say what a decision led to, and a reply after it; `stands` is None where nothing was rated before."""
    led = given if now else {True: f"stays {given}", False: f"now {given}", None: given}[stands]
    return "".join([led, f", by {by}" if by else "", f"; after the reply {now}" if now else ""])


def of(part: int, whole: int) -> str:
    return f"{part} of {whole}"


def marked_alone(ids: Mapping[str, Sequence[str]]) -> str:
    told = []
    for who, found in ids.items():
        which = listed(found) if len(found) <= _MOST_OPEN_NAMED else len(found)
        told.append(f"{which} {'is' if len(found) == 1 else 'are'} marked by {who} alone")
    return listed(told)


def possible(names: Sequence[str], verdicts: Sequence[str], rest: str, *, is_exact: bool) -> str:
    """Say which verdicts are possible whichever of the marks that differ is right."""
    whose = "; ".join(names) if len(names) < 4 else f"{len(names)} assessments"
    begin = f"{whose}: whichever" if names else "Whichever"
    about = "" if is_exact else " (there are too many ways to try each: it may be fewer)"
    about += f"; {rest}" if rest else ""
    return f"{begin} of the differing marks is right, the verdict is {one_of(verdicts)}{about}."


def of_those_with_levels(title: str, pairable: int) -> str:
    return f"{title}, of {pairable} with levels"


def coefficients(scale: str) -> str:
    return f"1 is full agreement, 0 what chance alone gives{f', on the scale {scale}' if scale else ''}"


def how_sure(pairable: int, compared: int, raters: int, *, are_few: bool) -> str:
    """Say on how many of all marked ones coefficients rest, and whether these are enough."""
    which = f"{pairable}" if pairable == compared else f"{pairable} of {compared} (those with levels)"
    return f"{which} compared, {number(raters)} assessors{': too few to say more' if are_few else ''}."


def not_defined(*, is_of_one_level: bool) -> str:
    why = "all marks are one level" if is_of_one_level else "fewer than two were marked by two or more"
    return f"No coefficient is defined: {why}."


def stages(marked: int, far: Mapping[str, int]) -> str:
    """Say what each stage changed: "27 marked; 3 decided; the reply disputed 9, 4 of them changed"."""
    redone = f", {far['redone']} of them changed" if far["redone"] else ""
    left = f", {far['unanswered']} not decided yet" if far["unanswered"] else ""
    reply = f"the reply disputed {far['disputed']}, {far['changed'] or 'none'} of them changed{left}"
    told = (
        (marked, f"{marked} marked"),
        (far["decided"], f"{far['decided']} decided{redone}"),
        (far["undecided"], f"{far['undecided']} not decided yet"),
        (far["disputed"], reply),
    )
    return f"{'; '.join(words for count, words in told if count)}."


def origin(is_shipped: bool) -> str:
    return "scorecard" if is_shipped else "here"


def by_framework(subject: str, framework: str) -> str:
    return f"{subject}, by {framework}"


def not_scored(why: str) -> str:
    return f"not scored: {why}"


def unreadable(*, is_framework: bool = False) -> str:
    return "its framework has errors" if is_framework else "the file has errors"


# Drawings ---------------------------------------------------------------------------------------

ARROWS_REAL = "by what was done, where the same was asked and rated both times"
ARROWS_REST = "because what is asked changed, or because other answers count"
ONCE_RATED = "Once all is rated"
NOT_COMPARABLE = "cannot be compared with the date before"
ASKED_FOR = "Asked for"
BEST_SCORE = "Highest score"
OTHER_UNIT = "Earlier measurements are in another unit."


def in_numbers(caption: str) -> str:
    return f"{caption}: the numbers"


def arrows_caption(by: str) -> str:
    return f"Change of scores by {by}, in points"


def arrow(change: str | None, rated: int, of: int) -> str:
    return "cannot be compared" if change is None else f"{with_minus(change)} on {rated} of {of}"


def arrow_rest(framework: str, coverage: str) -> str:
    parts = (("what is asked", framework), ("other answers", coverage))
    return with_minus(", ".join(f"{cause} {change}" for cause, change in parts if change))


def bar(parts: Sequence[tuple[int, str]]) -> str:
    said = ", ".join(f"{count} {word}" for count, word in parts)
    return f"{said}, of {sum(count for count, _ in parts)}" if parts else "nothing counted"


def measurements_caption(of: str, *, has_goals: bool) -> str:
    line = "; the broken line is what was asked for" if has_goals else ""
    return f"What was measured{f': {of}' if of else ''}{line}"


def measurements_words(dates: Sequence[tuple[str, str]], unit: str) -> str:
    """Say a drawing of measurements: each date with its number."""
    return f"Measured in {unit}: {'; '.join(f'{when}: {shown}' for when, shown in dates)}."


def goal(label: str, steps: Sequence[tuple[str, str, str, str]]) -> str:
    """Say what was asked for, `label` being had by it: each bound, its first and last date, its version."""
    (bound, _, ended, _), *later = steps
    said = [f"{bound} until {ended}" if later else bound]
    said += [f"{bound} since {began} (framework version {version})" for bound, began, _, version in later]
    return f"{label}: {', '.join(said)}"


def bound(number: str, *, is_upper: bool, is_enough: bool) -> str:
    """Say from where on, or up to where; whether the number itself is enough."""
    at, beyond = ("at most", "below") if is_upper else ("at least", "above")
    return f"{at if is_enough else beyond} {number}"


def asked_anew(dates: Sequence[str]) -> str:
    return f"What is asked changed in {listed(dates)}: the line begins anew."


# Tables -----------------------------------------------------------------------------------------

THE_WHOLE = "Overall"
VERSION_ROW = "Version of the test"
LEGEND = "In the table"
LEAST_AND_MOST = "least", "most"
NO_ROWS = "(none)"


def matrix_caption(nouns: str, *, newest_first: bool) -> str:
    return f"All {nouns}, {'newest date first' if newest_first else 'newest date last'}"


def subjects_caption(nouns: str) -> str:
    return f"All {nouns}, subject by subject at its latest date"


def score_row(out_of: str) -> str:
    return f"Score, {out_of}"


def failing_since(when: str, asked_so: str, labels: Labels) -> str:
    asked = f"; asked otherwise since {asked_so}" if asked_so else ""
    return f"{labels.get(Status.FAIL, 'failing')} since {when}{asked}"


def last_judged(when: str, labels: Labels, *, is_failing: bool) -> str:
    failing = labels.get(Status.FAIL, "failing")
    return f"{failing} when last judged, {when}" if is_failing else f"last judged {when}"


def never_passed(labels: Labels) -> str:
    return f"never {labels.get(Status.PASS, 'passed')}"


REVISED, MOVED = "**", "*"
"""What marks that a result cannot be read beside the one before as it is."""


_MARKS = {
    MOVED: ("threshold moved", "by the new one, what was measured before would be rated otherwise"),
    REVISED: ("asked otherwise", "what is asked changed, so it is not compared with the date before"),
}


def mark_words(mark: str, *, is_short: bool) -> str:
    what, means = _MARKS[mark]
    return f"{mark} {what}" if is_short else f"{mark} {what}: {means}."


def mark_aloud(mark: str) -> str:
    return f"({_MARKS[mark][0] if mark in _MARKS else 'order may change'})"


def column_date(when: date, *, is_month: bool) -> str:
    return short_month(when) if is_month else f"{when.day} {short_month(when)}"


def published_since(days: Sequence[date]) -> str:
    if len(days) < 2:
        return "1 assessment" * len(days)
    return f"{len(days)} assessments since {month(days[0])}"


def with_version(title: str, version: str) -> str:
    """Name a framework with its version, unless that is a word of its title."""
    words = {each.strip(",:()") for each in title.split()}
    return title if version in words else f"{title}, version {version}"


def published(ours: int, others: Sequence[tuple[str, int]]) -> str:
    """Say how many assessments there are by this version, and by which others."""
    counts = [("it", ours)] * bool(ours) + [(f"version {version}", count) for version, count in others]
    (first, count), *rest = counts
    said = f"{count} {'assessment' if count == 1 else 'assessments'} by {first}"
    return ", ".join([said, *(f"{count} by {which}" for which, count in rest)])


def one_of_parts(caption: str, number: int, total: int) -> str:
    return f"{caption} ({number} of {total})"


def folded(count: int, *, are_dates: bool) -> str:
    """Say that some columns of a table are left out for want of room: its first dates, or the last ones."""
    if not are_dates:
        return f"{count} more {'column fits' if count == 1 else 'columns fit'} into a wider window."
    dates = "1 earlier date is" if count == 1 else f"{count} earlier dates are"
    return f"{dates} not shown here: a wider window or --detail full has all."


# Word documents ---------------------------------------------------------------------------------

LOGO = "Logo"


def page_of(number: str, total: str) -> str:
    return f"Page {number} of {total}"


# Reports ----------------------------------------------------------------------------------------

CONTENTS = "Contents"
SKIP_CONTENTS = "Skip the contents"
MADE_WITH = "Made with policy-scorecard"
PAGE_MADE_WITH = f"{MADE_WITH}: one file that loads nothing, follows nobody and runs no script."
NOTHING = "None"
ALL_REPORTS = "All reports"
REPORT_COLUMNS = "Subject", "Result", "Score", "Change", "Date", "Earlier reports"
ARCHIVED = "archived copy"
FOOTNOTES = "The sources are the numbered footnotes."
OVER_TIME = "Over time"
MORE = "More"
REVISIONS = "What was revised"
HOW_IT_IS_JUDGED = "How it is judged"
WHAT_IS_NOT_RATED = "What is not rated"
THE_FRAMEWORK = "The framework"
ABOUT = "About this assessment"
ABOUT_FRAMEWORK = "About this framework"
FILE_FACTS = "Digest of the framework", "Publisher", "Framework licence", "File"


def below_under(heading: str) -> str:
    return f"below, under {heading}"


def titled(name: str, *, is_draft: bool) -> str:
    return f"DRAFT: {name}" if is_draft else name


def edit(*, is_added: bool) -> str:
    return "added: " if is_added else "removed: "


def earlier_report(when: date) -> str:
    return f"earlier: {day(when)}"


def later_report(when: date) -> str:
    return f"later: {day(when)}"


def reports(count: int) -> str:
    return f"Reports ({count})"


def accessed(when: str) -> str:
    return f"accessed {when}"


def serves(names: Sequence[str]) -> str:
    return f"Cited for {listed(names)}."


def scores_caption(out_of: str, *, spans: bool) -> str:
    """Say what is drawn of scores over time; some may span what they could be."""
    return f"Score over time, {out_of}" + ("; the thin bars span what it could be once all is rated" * spans)


def counts_caption(nouns: str, *, is_judged: bool) -> str:
    return f"How many {nouns} {'pass' if is_judged else 'are rated'}, by date"


def revised_on(name: str, when: date, reason: str | None) -> str:
    return f"{name}, {day(when)}: {reason}" if reason else f"{name}, {day(when)}"


CERTAIN_VERDICT = ": a verdict is certain only if it holds whatever those ratings will be"
CERTAIN_GRADE = ": a grade is certain only if it is the same whatever those ratings will be"


def unrated(
    applicable: int, not_rated: int, not_applicable: int, nouns: str, noun: str, decides: str, bounds: str
) -> str:
    """Say how much is not rated or does not apply, and what that does; `decides` says to what."""
    if not applicable:
        words = f"No {noun} applies."
    elif not not_rated:
        words = f"All {applicable} {nouns} that apply are rated."
    else:
        are = "is" if not_rated == 1 else "are"
        words = f"{not_rated} of the {applicable} {nouns} that apply {are} not rated. Nothing is guessed"
        words += f"{decides}."
        words += f" The score is that of what is rated; once all is, it lies {bounds}." if bounds else ""
    if not_applicable:
        do = "does not apply and is" if not_applicable == 1 else "do not apply and are"
        words += f" {not_applicable} {do} left out of every figure."
    return words


# Comparisons ------------------------------------------------------------------------------------

EQUAL_WORTH = "of equal worth by other ratings"
THRESHOLD_ALONE = "same measurement, another threshold"
THEN_AND_NOW = "Before", "Now"
WHAT = "Details"
NOT_MEASURED = "not measured"
NOT_BY_DEEDS = "* by what is asked or rated, not by what was done."
FILE_MOVED = "its file was moved"
NOT_GIVEN = "not given"
REWORDED_TEST = "The test's text is not the same on both sides, although its version is."
TERMS = "Terms"
FILES = "Files"
OTHER_OF_THE_DAY = "the other of that day"
SAME_SCORE = "no change"

_BECAME = {
    "regressed": ("got worse", "rated lower", "lower"),
    "unrated": ("no longer rated", "no longer rated", "rated there only"),
    "now-not-applicable": ("no longer applies", "does not apply any more", "applies there only"),
    "changed": ("answered otherwise, at equal worth",) * 3,
    "improved": ("got better", "rated higher", "higher"),
    "rated": ("newly rated", "newly rated", "rated here only"),
    "now-applicable": ("now applies", "now applies", "applies here only"),
    "revised": ("asked otherwise",) * 3,
    "added": ("added", "added", "asked here only"),
    "removed": ("removed", "removed", "asked there only"),
    "unchanged": ("unchanged", "unchanged", "the same"),
}
_ASKED = {
    "now-applicable": ("now asked of it", "now asked of it", "asked of this one only"),
    "now-not-applicable": ("no longer asked of it", "no longer asked of it", "asked of the other only"),
}
_AT = {"later": 0, "corrected": 1, "other": 2}
"""Where words stand that fit what two sides are to each other."""


def kind(kind: str, relation: str, *, is_asked_otherwise: bool = False) -> str:
    words = (is_asked_otherwise and _ASKED.get(kind)) or _BECAME[kind]
    return words[_AT[relation]]


_WAYS = {1: ", better", -1: ", worse"}


def same_level(way: int, *, is_level: bool, by_new: bool) -> str:
    """Say that a level or a score stayed although a measurement moved, and which way: "same level, worse"."""
    same = ("level" if is_level else "score") + " by the new test" * by_new
    return f"same {same}{_WAYS.get(way, ', measured otherwise')}"


_DECIDED_ON = {"marks": "the marks", "reply": "the reply"}


def by_decision(on: Sequence[str], before: str = "") -> str:
    """Say that a decision made a change; where not all of it, what the rating was `before` that."""
    decision = f"decision {_decided_on(on)}"
    return f"{before} before {decision}" if before else f"by {decision}"


def _decided_on(on: Sequence[str]) -> str:
    return f"on {listed([_DECIDED_ON[each] for each in on])}"


def or_decided(words: str, *, is_decided: bool) -> str:
    """Say of what was done that some of it was decided."""
    return words.replace("was done", "was done or decided") if is_decided else words


def decided_changes(changes: Sequence[tuple[Sequence[str], int, Sequence[str]]]) -> str:
    """Say what decisions changed: of each what they were on, how many ratings, and which."""
    told = [
        f"{'a decision' if count == len(on) == 1 else 'decisions'} {_decided_on(on)} changed {listed(names)}"
        for on, count, names in changes
    ]
    return sentence("; ".join(told))


def before_decisions(result: Sequence[str]) -> str:
    return f"Before that the result was {', '.join(result)}."


def kind_caption(words: str, count: int, sides: Sequence[str], *, is_compared: bool) -> str:
    """Return what stands over indicators of which the same is said; of two subjects it names the sides."""
    begin = f"{capital(words)}{'' if is_compared else ', so not compared'} ({count})"
    return f"{begin}: {' → '.join(sides)}" if sides else begin


def dimensions_caption(nouns: str, shown: int, total: int, *, has_scores: bool) -> str:
    other = "result or score" if has_scores else "result"
    return nouns if shown == total else f"{nouns} with another {other} ({shown} of {total})"


def by_what_was_done(relation: str) -> str:
    return ("By what was done", "By corrections", "On what both are asked")[_AT[relation]]


def on_some(rated: int, of: int, *, is_few: bool) -> str:
    return f"on {rated} of {of}" + " (few)" * is_few


def real_change(points: str, basis: str) -> str:
    """Say a like-for-like change with what it rests on; without points that there is none."""
    return f"{points} {basis}" if points else "cannot be told"


def measurement(then: str, now: str, unit: str, way: int | None) -> str:
    """Say what was measured then and now, and which way that is; once, where it is the same."""
    values = [f"{each} {unit}".rstrip() if each else NOT_MEASURED for each in (then, now)]
    said = f"{then} → {values[1]}" if then and now else " → ".join(values)
    return (values[1] if then == now else said) + _WAYS.get(way or 0, "")


def of_its(number: int, elements: str) -> str:
    return f"{number} of its {elements}"


def was_called(ids: Sequence[str]) -> str:
    return f"was {listed(ids)}"


def scored(scores: Sequence[str]) -> str:
    return f"score {' → '.join(scores)}"


def new_one(*, is_gone: bool = False) -> str:
    return "no longer there" if is_gone else "new"


def newer(by: str, *, by_points: bool) -> str:
    noun = "points" if by_points else "thresholds"
    return f"the {noun} of {by}" if by else f"today's {noun}"


def rerated(name: str, newer: str) -> str:
    return f"by {newer} it was {name}"


def beside(subject: str, other: str) -> str:
    return f"{subject}, beside {other}"


def stands_beside(up: int, down: int, other: str) -> str:
    return f"{up or 'none'} higher, {down or 'none'} lower than {other}"


_RECORD = {
    "corrected": "corrected",
    "published": "changed after publication, without a new correction",
    "changed": "changed",
}


def record_moved(record: str, up: int, down: int, *, is_record_same: bool) -> str:
    return "no rating changed" if is_record_same else f"{_RECORD[record]}: {moved(up, down)}"


def moved_back(moved: str, when: date) -> str:
    return f"{moved}, read backwards from {day(when)}"


def relation(
    relation: str, record: str, *, is_moved: bool, is_backwards: bool, is_same_record: bool, is_one_file: bool
) -> str:
    if is_moved:
        return "The file was renamed: this is one assessment, then and now, and no change over time."
    if relation == "other":
        return "Two different subjects: this compares them, and is no change over time."
    if is_backwards:
        return "The later assessment is on the left: every change reads backwards."
    if relation != "corrected":
        return ""
    if not is_one_file:
        return "Two assessments of one day."
    return "" if is_same_record else f"The record was {_RECORD[record]}; this is no change in the world."


def stood(noun: str, then: str, relation: str, other: str) -> str:
    if relation == "other":
        return f"The {noun} of {other} is {then}."
    return f"The {noun} was {then} before."


def stands_above(one: str, other: str, change: int, shown: str) -> str:
    if not change:
        return f"the scores of {one} and {other} are equal"
    return f"the score of {one} is {shown} points {'above' if change > 0 else 'below'} that of {other}"


def not_told(relation: str) -> str:
    what = "; how much of it was done cannot be told" if relation == "later" else ""
    return f"{what}: nothing that is asked the same way is rated {where(relation)}"


def score_alone(then: str, now: str, none: str) -> str:
    return (
        f"There was no score before; now it is {now}."
        if then == none
        else f"The score was {then}; now there is none."
    )


def other_scale(out_of: str, first: str) -> str:
    return f"All scores are told {out_of}; the first was published out of {first}."


def unlikely(noun: str, label: str, became: str, relation: str) -> str:
    verb = "" if relation == "later" else "is "
    return (
        f"The {noun} differs although no {label} that can be compared {verb}{became}: "
        "it comes from what is asked or rated."
    )


def same_test(relation: str) -> str:
    return "The test is the same." if relation == "later" else "The test is the same on both sides."


def changed_test(then: str, now: str, apart: int, asked: str, *, is_backwards: bool) -> str:
    back = "; the newer version is on the left" if is_backwards else ""
    also = f"; {asked} {'is' if apart == 1 else 'are'} asked otherwise or on one side only" if apart else ""
    return f"The test changed, from version {then} to {now}{back}{also}."


def tags(then: str, now: str, relation: str) -> str:
    whose = "Their" if relation == "other" else "Its"
    return f"{whose} tags are not the same ({then} → {now}), so not the same is asked."


def provisional_sides(ends: Sequence[tuple[str, str]]) -> str:
    named = [f"{name.lower()}," if name in THEN_AND_NOW else f"of {name}," for name, _ in ends]
    bounds = [each for _, each in ends]
    said = f"{named[0]} it will end {bounds[0]}"
    if len(ends) > 1:
        said = f"{said}; {named[1]} {bounds[1]}" if len({*bounds}) > 1 else f"both will end {bounds[0]}"
    return f"Too little is rated to quote a score: {said}."


def stale_side(when: str) -> str:
    return f"{when}: the framework has changed since these ratings were made, although its version has not."


def broken_chain(why: str) -> str:
    return f"Versions are missing: {why}; so what has the same id is compared."


def dated(when: date, suffix: str) -> str:
    return f"{day(when)} ({suffix})" if suffix else day(when)


def compared_title(subject: str, now: str, then: str, *, other: str, is_moved: bool) -> str:
    if is_moved:
        return f"{subject}, {now}: moved"
    if other:
        return f"{subject}, {now}, beside {other}, {then}"
    return f"{subject}, {now}: before and now" if then == now else f"{subject}: {then} → {now}"


def rated_as_before(nouns: str, relation: str) -> str:
    return f"all {nouns} are rated {'alike' if relation == 'other' else 'as before'}"


def written_otherwise(things: Sequence[str], *, is_hinted: bool) -> str:
    return (
        f"; what is written about {listed(things)} differs{' (--detail full shows it)' if is_hinted else ''}"
    )


def of_them(count: int) -> str:
    return f"{count} of them"


def nothing_changed(words: str, *, is_reworded: bool, is_same_result: bool) -> str:
    if is_same_result:
        return f"{'No rating changed' if is_reworded else 'Nothing changed'}: {words}."
    return f"{capital(words)}. What differs in the results comes from the framework alone."


_TERMS = ("real", "rated otherwise", "like for like")


def sum_words(relation: str, change: str, real: str, coverage: str, framework: str) -> str:
    """Say a change as a sum, whose parts have signs: `real` as it is, the others apart from their signs."""
    return f"{change} = {real} {_TERMS[_AT[relation]]} {coverage} coverage {framework} framework"


def sum_alone(relation: str, change: str, real: str | None, *, is_exact: bool = True) -> str:
    """Say a change without parts: all of it like for like, nothing of it, or that alone."""
    term = _TERMS[_AT[relation]]
    if real is None:
        return f"{change}, nothing in it can be compared" if change else ""
    return f"{change}, {_all_of_it(is_exact)} {term}" if change else f"{real} {term}"


def terms(relation: str) -> str:
    return (
        f"{_TERMS[_AT[relation]]}: on what is asked alike and rated on both sides; "
        "coverage: other answers count; framework: the test is another"
    )


def framework_of(title: str, then: str, now: str) -> str:
    return f"{title} ({then if then == now else f'{then} → {now}'})"


def is_now(who: str, what: str, was: str, verb: str, now: str) -> str:
    return f"{who}: the {what} was {was} and {verb} {now}."


# Two frameworks ---------------------------------------------------------------------------------

VERSION_LOWERED = "The newer version stands before, so every change reads backwards."
SAME_TEST_RAISED = "Same test; its version was raised."
VERSION_RAISED_ALONE = "The version was raised, although no result depends on what changed."
VERSION_NOT_RAISED = (
    "The version was not raised although the digest changed: assessments made under it "
    "would now be scored by another test."
)
WHOLE_ROW = "(the whole)"
FRAMEWORK_COLUMNS = "Change", "What"
REWORDED_ALIKE = "the requirement is reworded, and declared comparable"
RULE_ITEMS = "items"
REQUIREMENT_LABEL = "Requirement"
NO_REASON = "No reason is recorded."
NONE_AFFECTED = "No assessment here was made under either version."

_CLASSES = {
    "editorial": "words",
    "revised": "asked otherwise",
    "added": "added",
    "removed": "removed",
    "retired": "retired",
    "moved": "moved",
    "renumbered": "renumbered",
    "rescaled": "scale",
    "reweighted": "weight",
    "rule-changed": "rule",
}
_KEYS = {
    "dimension_label": "word for a dimension",
    "indicator_label": "word for an indicator",
    "element_label": "word for an element",
    "verdict_labels": "words for verdicts",
    "show_score": "whether scores are shown",
    "score_out_of": "what a full score is",
    "aggregation": "score",
    "pass_when": "passes when",
    "partial_when": "is partial when",
    "minimum_coverage": "quotable from a share rated of",
    "verdict": "verdicts",
}
"""What keys are called whose own names do not say it."""


def class_word(change_class: str) -> str:
    return _CLASSES[change_class]


def class_counts(counts: Mapping[str, int]) -> str:
    return f"Changed: {', '.join(f'{class_word(each)} ({count})' for each, count in counts.items())}."


def key_words(key: str) -> str:
    return _KEYS.get(key, key.replace("_", " "))


_VALUES = {
    "high": "high",
    "medium": "medium",
    "low": "low",
    "future": "future",
    "retired": "retired",
    "indicator": "one indicator",
    "allowed": "allowed",
    "forbidden": "forbidden",
    "optional": "optional",
    "required": "required",
    "required-for-pass": "required for pass",
    "mean-of-dimensions": "mean of dimensions",
    "mean-of-indicators": "mean of indicators",
    "minimum": "minimum",
    "by-rules": "by rules",
    "none": "none",
}


def key_value(value: str) -> str:
    return _VALUES.get(value, value)


def framework_title(title: str, way: str) -> str:
    return f"{title}: changes of {way}"


def versions(then: str, now: str) -> str:
    return f"version {now}" if then == now else f"version {then} → {now}"


def stay_comparable(count: int, total: int, noun: str) -> str:
    return f"{count} of {total} {noun} can be compared with before"


def nothing_breaks(noun: str) -> str:
    return f"Every {noun} can still be compared with before."


def counted_now(counted: str) -> str:
    return f"It now has {counted}."


def step_by_step(chain: Sequence[str]) -> str:
    return f"Compared step by step: {' → '.join(chain)}."


def same_framework(*, is_digest_changed: bool) -> str:
    words = "Nothing changed in what is asked or how it is judged."
    others = "something that is not counted, the order, a scale's name, or the way a rule is written"
    return f"{words} The digest changed all the same: {others}." if is_digest_changed else words


def breaking_caption(count: int, *, is_breaking: bool) -> str:
    return f"{'Cannot be compared with before' if is_breaking else 'Breaks no comparison'} ({count})"


def least_alike_caption(shown: int, total: int) -> str:
    return f"Asked otherwise, the least alike first ({shown if shown == total else f'{shown} of {total}'})"


def rescaled_note(noun: str, *, has_points: bool) -> str:
    return (
        f"Where only the thresholds{', the points' * has_points} or the scale of a measured {noun} changed, "
        "earlier measurements are rated again by the new ones, so they can still be compared."
    )


def words_alike(share: str, *, is_exact: bool) -> str:
    return f"{'' if is_exact else 'at most '}{share} of the words alike"


def from_place(then: str | None, now: str | None) -> str:
    """Say from which dimension to which something moved; without one it stands at the top."""
    return f"from {then or 'the top'} to {now or 'the top'}"


def weights(then: str, now: str) -> str:
    return f"weight {then} → {now}"


def keys_changed(keys: Sequence[str]) -> str:
    return f"{listed(keys)} changed"


def key_changed(key: str, then: str | None, now: str | None) -> str:
    return f"{key} {' → '.join('none' if each is None else f'“{each}”' for each in (then, now))}"


def also(words: str, keys: Sequence[str]) -> str:
    return f"{words}; also {listed(keys)}"


def no_rule(key: str, noun: str) -> str:
    return {"applies_to": "all", "counts_as": f"the {noun} in it"}.get(key, "none")


def rule_changed(key: str, then: str, now: str, *, is_overall: bool) -> str:
    return f"{'the whole: ' * is_overall}{key_words(key)}: {then} → {now}"


def yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def of_one(share: str) -> str:
    return f"{share} (of 1)"


def grade_rule(grade: str, rule: str) -> str:
    """Say by which rule a grade is given; without one to the rest."""
    return f"{grade} when {rule}" if rule else f"else {grade}"


def reworded_heading(name: str, *, is_comparable: bool) -> str:
    return f"{name}: reworded, {'can still' if is_comparable else 'cannot'} be compared"


def affected(assessments: str, subjects: str) -> str:
    return f"Made under either version: {assessments} of {subjects}"


def made_under(subject: str, days: Mapping[str, Sequence[str]]) -> str:
    return f"{subject}: " + "; ".join(f"{', '.join(found)}, under {ref}" for ref, found in days.items())


# Since a revision -------------------------------------------------------------------------------

VERSION_KEPT = "the version was not raised"


def since_title(revision: str) -> str:
    return f"Changes since {revision}"


def differs(assessments: str, frameworks: str, revision: str) -> str:
    said = listed([each for each in (assessments, frameworks) if each])
    verb = "differs" if said.startswith("1 ") and " and " not in said else "differ"
    return f"{said} {verb} from {revision}."


def nothing_differs(revision: str, drafts: str) -> str:
    return f"Nothing in this project differs from {revision}{f', apart from {drafts}' if drafts else ''}."


def since_captions(revision: str) -> dict[str, str]:
    return {
        "frameworks": "Frameworks that changed, or are new",
        "own": "Assessments that changed, or are new",
        "moved": "Assessments that moved: renamed, or dated anew",
        "affected": "Assessments judged by a framework that changed",
        "failed": "Not compared",
        "first": "New, with nothing before it to compare",
        "mended": f"Had errors at {revision}, has none now",
        "removed": "Removed",
        "reworded": "Only comments or layout changed",
        "framework": "Framework",
        "assessment": "Assessment",
    }


def breaks(ids: str) -> str:
    return f"{ids} cannot be compared with before" if ids else "all can be compared with before"


def more(count: int) -> str:
    return f"{count} more"


def since_row(who: str, since: str, *, is_moved: bool) -> str:
    return f"{who}, moved" if is_moved else f"{who}, since {since}" if since else who


def row_score(then: str, now: str, real: str, *, is_all_real: bool, is_provisional: bool) -> str:
    said = f"score {then} → {now}"
    if is_provisional:
        return f"{said}: too little is rated to quote one"
    return said if is_all_real else f"{said} ({real or 'none'} by what was done)"


def scored_new(standing: str, out_of: str) -> str:
    return f"score {standing} {out_of}"


# A comment for a pull request -------------------------------------------------------------------


def rows_left_out(count: int) -> str:
    return f"({count} more {'row' if count == 1 else 'rows'})"


def reports_left_out(count: int) -> str:
    return (
        f"{count} more {'result has' if count == 1 else 'results have'} no room here (--detail full has all):"
    )


def files_left_out(count: int) -> str:
    return f"and {count} more"


# Trends -----------------------------------------------------------------------------------------

BOUNDS_LEGEND = "Two numbers of a score: once all is rated, it will lie between them."

CHAIN_BROKEN = "Versions apart"
LEFT_OUT = "Left out"
THAT_CHANGED = "changed"
WHAT_WAS_REVISED = "Asked otherwise"
CHANGE_ROW = "Change by what was done since the date before"


def trend_title(subject: str, first: date, last: date) -> str:
    return f"{subject}: {day(last) if first == last else f'{day(first)} to {day(last)}'}"


def not_published(days: Sequence[str]) -> str:
    return f"DRAFT, not published: {listed(days)}"


def stands_since(standing: str, since: str, version: str, by: str) -> str:
    return f"{standing} since {since}" + (f", by version {version} since {by}" if by else "")


def version_dates(versions: Sequence[tuple[str, date]]) -> str:
    return listed([f"version {each} from {day(first)}" for each, first in versions])


def by_ids_alone(reason: str) -> str:
    return f"{reason}; what has the same id is taken for the same"


def only_dates(first: date | None, last: date | None) -> str:
    ends = (("from", first), ("to", last))
    return " ".join(["only dates", *(f"{word} {day(each)}" for word, each in ends if each)])


def since_the_first(moved: str, when: str, few: tuple[int, int] | None, newer: str) -> str:
    """Say what moved since the first date; of how many, out of how many, where few; by what newer rating."""
    since = f"Since {when}" if when else "Compared with the first file of that day"
    by = f", by {newer}" if newer else ""
    on_few = f"; {share(*few)} compared, too few to conclude from" if few else ""
    return f"{since}{by}: {moved}{on_few}."


def names_moved(up: Sequence[str], down: Sequence[str]) -> str:
    return f"{listed(up) or 'none'} up, {listed(down) or 'none'} down"


def share(count: int, total: int) -> str:
    return f"{count} of {total}"


def of_those(what: str, noun: str) -> str:
    return f"{what} of the {noun} that apply"


def change_on(change: str, count: int, *, are_few: bool) -> str:
    return f"{change} on {count}{' (few)' if are_few else ''}"


def score_change_legend(noun: str, *, is_few: bool, are_several: bool) -> list[str]:
    said = [f"Change: in points, on as many {noun} as are asked alike and rated both times."]
    said += [f"few: under half of the {noun} that apply."] if is_few else []
    no_sum = f"Changes do not add up: each rests on the {noun} rated at its own two dates."
    return said + [no_sum] * are_several


def moves_legend(noun: str, has_elements: bool) -> str:
    level = "" if has_elements else " a level"
    return f"Change: how many {noun} that are asked alike went up or down{level}."


# Leagues ----------------------------------------------------------------------------------------

OTHER_VERSIONS = "Not comparable with the other versions' tables"
DATES_BEFORE = "the date before, over spans that differ"
SAME_SCORES = "their scores are the same, at least as they are shown."

NAME, TIED = "name", "tied"
MEAN_SCORE, MAY_BECOME, BY_TAG = "Mean score", "May become", "By tag"
LEAGUE_TABLE, SIDE_BY_SIDE = "league table", "side by side"
"""What columns and lists of leagues are called, and what stands in them."""


def subjects_at(count: int, one_day: date | None) -> str:
    """Say how many subjects there are, and of which dates: one day where all have that."""
    if one_day:
        return f"{count}, {'all ' * (count > 1)}of {day(one_day)}"
    return f"{count}, each at its latest date"


def of_other_dates(others: Sequence[tuple[str, date]], usual: date) -> str:
    return f"{listed([f'{name} is of {day(when)}' for name, when in others])}, all others of {day(usual)}."


def of_dates(first: date, last: date) -> str:
    return f"Not all are of one date: the first is of {day(first)}, the last of {day(last)}."


def subjects_alone(count: int) -> str:
    return f"{count} subjects"


def group_grades(graded: Sequence[tuple[str, int]], total: int) -> str:
    undecided = total - sum(count for _, count in graded)
    said = [f"{count} {grade}" for grade, count in graded]
    said += [f"{undecided} not decided yet"] if undecided else []
    return f"of {total} subjects {listed(said)}"


def middle_score(score: str) -> str:
    return f"the middle score is {score}"


def subjects_moved(up: int, down: int, since: str, *, by_score: bool) -> str:
    """Say how many subjects went up and down: by a score like for like, or by a verdict."""
    if by_score:
        return f"by what was done {up or 'none'} gained and {down or 'none'} lost since {since}"
    return f"{up or 'none'} got a better verdict and {down or 'none'} a worse one since {since}"


def by_own_rule(noun: str) -> str:
    return f"Each {noun} has its verdict by its own rule, not by its score."


def of_tag(tag: str, said: str) -> str:
    return f"{tag}: {said[0].lower()}{said[1:]}"


def order_is_open(nouns: str) -> str:
    return f"the order may still change: not all {nouns} are rated."


def subjects_by(order: str) -> str:
    return f"Subjects by {order}"


def no_ranking(order: str, *, and_passes: bool) -> str:
    more = ", then by how much passes" if and_passes else ""
    return f"No scores are shown, so there are no ranks: the order is by {order}{more}."


def tallies_title(is_judged: bool, has_means: bool) -> str:
    return "which fail most" if is_judged else "which score lowest" if has_means else "which are rated"


def tallies_caption(is_judged: bool, has_means: bool) -> str:
    if is_judged:
        return "How many subjects pass and fail, most failing first, then most partial"
    return f"How many subjects are rated{'; the lowest mean score first' if has_means else ''}"


def who_fails(is_judged: bool) -> str:
    return "Who fails" if is_judged else "Who scores least"


# Rating, question by question; what becomes of files --------------------------------------------

_TALK = {
    # what stands over parts of a question
    "commands": "Help",
    "complete": "Complete",
    "correction": "Correction",
    "last": "Last time",
    "more": "What else?",
    "now": "Now",
    "progress": "Ratings",
    "score": "Score now",
    "to-confirm": "To confirm",
    "unsaved": "Not saved",
    "why": "Why?",
    # how far ratings have come
    "not-rated": "Not rated",
    "without-a-valid-rating": "Without a valid rating",
    "without-a-reason": "Without a reason",
    "without-evidence": "Without evidence",
    "of": "{count} of {total}",
    "final": "final",
    # commands
    "HELP": "this help",
    "CONFIRM": "confirm what was carried over from an earlier assessment",
    "SKIP": "skip this one for now",
    "BACK": "go back to the one before",
    "GO": "go to another one, such as g 1.4; or to a dimension, to say something of it",
    "UNDO": "take the last answer back, in the file too, and ask it again",
    "DROP": "take a piece of evidence out by its number, such as d 1",
    "EDIT": "write the rationale in your editor",
    "MORE": "say more: {more}, further evidence",
    "LEAVE": "leave; all answers are saved",
    "help": "Help: {name}",
    "type-number-level": "Type the number that was measured, in {unit}: the level follows from it.",
    "type-number-score": "Type the number that was measured, in {unit}: the score follows from it.",
    "type-level": "A level can also be typed in full, by its id or label.",
    # corrections
    "is-final": "This assessment is final: where you change a rating, you are asked for a correction.",
    "was-changed": "This assessment is final, and was changed. Say what was corrected: readers are shown it.",
    "was-wrong": "Say what was wrong: readers are shown it. It is written together with your answer.",
    "says-it": "Press Enter where this says it already",
    # the beginning and the end
    "at-once": "Every answer is saved at once. Type ? to see what can be typed, q to leave.",
    "last-one": "That was the last one",
    "all-answered": "All is answered",
    "all-complete": "All is complete",
    "saved": "All answers are saved",
    "not-all-saved": "Not all answers are saved",
    "no-assessor": "Nobody is named as assessor: write who judged under `assessors` in the file.",
    "make-final": "make it final, so that it counts",
    "leave-draft": "leave it a draft",
    "has-errors": "The file has an error, and is not scored, until {ids} has what it needs.",
    "taken-out": "{name}: taken out",
    # marks and replies
    "marks": "Marks",
    "marks-alone": "The assessment stays as it is; neither its ratings nor other marks are shown.",
    "marks-beside": "The assessment stays as it is. Its ratings and other marks are shown, so this mark says "
    "that it is not independent.",
    "in-round": "{assessor}, round {round}",
    "of-whom": "{who}, {name}",
    # settling what is open
    "open": "To be settled",
    "settles": "To be settled: {ids}.",
    "marks-differ": "the marks differ",
    "level-of-nobody": "no mark gives it what the assessment does",
    "not-taken": "not rated yet, and marked",
    "reply-disputes": "the reply disputes it",
    "lacks-decision": "the decision does not say why",
    "lacks-words": "it has no reason yet, and marks have one",
    "their-words": "the words and evidence of {who}",
    "shown": "the rating that it was shown, {shown}",
    "proposes": "{answer}, proposes {proposed}",
    # reasons and evidence
    "reason-before": "Reason so far, for the rating before",
    "k-keeps": "k keeps it",
    "enter-keeps": "Enter or k keeps it",
    "replaces": "{keeps}; what you type replaces it.",
    "evidence-so-far": "Evidence so far",
    "evidence-before": "Evidence so far, for the rating before",
    "evidence-asked": "Evidence: where can this be checked?",
    "new-source": "a new source",
    "keep-evidence": "keep the evidence that is there, and add none",
    "drop-evidence": "take out all the evidence that is there",
    "all-sources": "all {total} sources",
    "added": "A source that you name is added; type {drop} first where the evidence is for the old rating.",
    "needed": "Evidence is needed here: without it the assessment cannot be scored.",
    "needed-of-mark": "Evidence is needed here: without it the mark cannot be counted.",
    "takes-out": "{what} ({command} takes it out)",
    "evidence-now": "evidence, now {count}",
    "confidence-now": "confidence, now {word}",
    "not-said": "not said",
    "text-now": "{name}: {question}; now {text}",
    # a question
    "as-a-whole": "What is there to say of it as a whole? Its result follows from what is in it.",
    "confirms": "{review}; c confirms it",
    "text-of-now": "{name} now",
    "text-of-then": "{name} then",
    "place": "{whole}: {part} {at} of {total}",
    "rest": "{text} … (? shows the rest)",
    "no-rating": "“{typed}” is no valid rating here",
    "set-aside": "{status}; needs a reason",
    "left-open": "{status}, and why",
    "or": "{status} (or {short})",
    # how it was answered before
    "not-compared": "{day}, not to be compared ({why})",
    "not-compared-then": "{day}, not to be compared ({why}). Then {then}",
    "one-to-one": "it is not one to one",
    "by-id": "linked by id alone: {why}",
    "no-counterpart": "{day}: nothing then was just this",
    "as": "as {id}",
    "silent": "{told}: nothing was said of it",
    "not-asked": "{day}: it was not asked then",
    "other-bands": "by today's thresholds; {then} then",
    "other-points": "by today's points; {then} then",
    # a new assessment
    "drafted": "{what} under {ref}, in a draft",
    "by-tags": "note: {count} more are asked by tags, and this subject has none: write them in the file, or "
    "give --tag",
    "name-made": "The subject is called {name}, made from its id: check that in the file",
    "carried": "{count} of {total} ratings of {name} were carried over, to be reviewed",
    "carried-reasons": "{count} of {total} ratings of {name} were carried over, of {reasons} only the reason,"
    " to be reviewed",
    "not-carried": "Notes in the file say why the others were not, and what they were",
    "another-subject": "note: these are ratings of another subject, {id}",
    "carried-back": "note: {name} is later than {day}",
    "matched": "note: indicators were matched by their ids alone: {why}",
    "changed-after": "note: {ref} was changed after {name} was made",
    # a workbook that is taken in
    "workbook": "Workbook",
    "cell": "Cell",
    "what": "What",
    "was": "Was",
    "becomes": "Becomes",
    "would-change": "What it would change",
    "changes": "Changes",
    "workbooks": "Workbooks: {good} of {total} taken",
    "summary": "Summary",
    "not-known": "not known",
    "new-file": "{path} (new)",
    "refusal": "nothing written: 1 refusal",
    "refusals": "nothing written: {count} refusals",
    "nothing-written": "nothing written",
    "no-change": "nothing to change",
    "left-out": "{count} left out",
    "written": "{changes} written",
    "would-be-written": "{changes} would be written",
    "change": "1 change",
    "several-changes": "{count} changes",
}


def talk(which: str, /, **parts: object) -> str:
    """Return what is said to whoever rates, begins or takes in an assessment: no sentence about a result."""
    return _TALK[which].format(**parts)


def in_editor(name: str, asked: str, now: str) -> str:
    """Say in an editor what is written there: below a line under which all is cut off."""
    rated = f"\nRated now: {now}" if now else ""
    return (
        "Write the rationale above the line with the scissors; what stands below it is left out.\n"
        "Save and close to go on. An empty text changes nothing.\n\n"
        f"{name}\n{asked}{rated}"
    )


def means(level: str, status: str) -> str:
    return level if level.casefold() == status.casefold() else f"{level}: {status}"


# Asking a subject for its reply -----------------------------------------------------------------

ANSWERS = {"accepts": "We accept it", "disputes": "We dispute it", "no-comment": "No comment"}
"""What a subject may say of a rating, in its own words."""
LETTER_SENT = ("Sent by", "Please answer to")
"""What whoever sends a letter writes into it."""
LETTER_FACTS = ("Asked", "Asked on", "Reply due by", "Assessed on", FRAMEWORK)
LETTER_TABLE = ("We ask", "You answer")
LETTER_QUESTIONS = (
    "Do you accept this rating?",
    "If not, which should it be?",
    "Why?",
    "Which document shows it, and where in it?",
)
LETTER_WHOLE = "The whole"
LETTER_WHOLE_QUESTIONS = ("What do you say about the whole?", "Who replies: name and office", "Date")
WHY_RATED = "Why we rated it so"
CHECKED_IN = "Where we checked it"
ROOM = "……………"


def letter_title(subject: str) -> str:
    return f"{subject}: please tell us what you say to our ratings"


def letter_intro(subject: str, framework: str, *, is_draft: bool, due: str) -> str:
    """Say to a subject what it is shown, what it may answer, and what becomes of that."""
    unpublished = " They are not published yet." if is_draft else ""
    until = f" Please reply by {due}." if due else ""
    return (
        f"Below is how we have rated {subject} by {framework}, with our reasons.{unpublished}\n\n"
        "You have the right of reply. Of each rating, please say whether you accept it, dispute it, or have "
        "no comment. Where you dispute one, say why, which rating you propose, and which document shows it. "
        f"You need not answer to all of them.{until}\n\n"
        "What you write is kept in your own words and shown beside the rating as yours. Where you dispute a "
        "rating, we decide whether it changes, and say why."
    )


def your_answer(what: str) -> str:
    return f"Your answer: {what}"


def boxes(words: Sequence[str]) -> str:
    """Return answers to be ticked."""
    return "   ".join(f"☐ {word}" for word in words)


SAYS_OF = {"accepts": "accepts", "disputes": "disputes", "no-comment": "has no comment on"}
"""What an answer does to a rating, as a verb."""


# A reply beside its rating ----------------------------------------------------------------------

REPLY = "Reply"
ANSWERED_IN = "Answered in"
WHY_DECIDED = "Why it was decided so"
ON_MARKS = "Decision on the marks"
MARKS_DIFFERED = "Assessors differed"
MARKS = "Marks"
REVIEW_REMARKS = {
    "marks-differ": "assessors differ",
    "level-of-nobody": "rated as no mark says",
    "reply-disputes": "disputed",
    "changed": "changed by decision",
    "decided": "stands by decision",
}
UNDECIDED = {
    "marks-differ": "Assessors differ here, not decided yet.",
    "level-of-nobody": "Rated as no mark says, not decided yet.",
}


def reply_stands(by: str, days: Mapping[str, str], outcomes: Mapping[str, Sequence[str]] | None) -> str:
    """Say whether a reply has come, and what became of what it disputes, if it has.

    `days` are those on which it was asked for, due, received or given up; `outcomes` has names by what came,
    those of which that is not told by nothing.
    """
    if outcomes is not None:
        came = f"{by} replied on {days['received']}" if days["received"] else f"{by} has replied"
        count = sum(map(len, outcomes.values()))
        if not count:
            return f"{came} and disputes no rating."
        disputes = f"{came} and disputes {count} rating{'s' * (count > 1)}"
        if "" in outcomes:
            return f"{disputes}: {listed(outcomes[''])}."
        told, others = [], outcomes.get("otherwise", ())
        became = {**outcomes, "changed": [*outcomes.get("changed", ()), *others]}
        for key, (one, several) in _BECAME_OF_DISPUTE.items():
            if names := became.get(key):
                which = f" ({listed(names)})" if key == "open" and len(names) <= _MOST_OPEN_NAMED else ""
                if key == "changed" and others:
                    some = f"{number(len(others))} " if len(others) < len(names) else ""
                    which = f" ({some}not to what it proposed)"
                told.append((len(names), f"{one if len(names) == 1 else several}{which}"))
        if len(told) == 1:
            return f"{disputes}, which {told[0][1]}."
        return f"{disputes}: {', '.join(f'{many} {what}' for many, what in told)}."
    asked = f" on {days['invited']}" if days["invited"] else ""
    due = f" to reply by {days['due']}" if days["due"] else " to reply"
    end = f"none had come by {days['closed']}" if days["closed"] else "no reply is recorded"
    return f"{by} was asked{asked}{due}; {end}."


_MOST_OPEN_NAMED = 5
_BECAME_OF_DISPUTE = {
    "upheld": ("stands", "stand"),
    "changed": ("was changed", "were changed"),
    "decided": ("was decided", "were decided"),
    "open": ("is not decided yet", "are not decided yet"),
}


def changed_since_shown(by: str) -> str:
    return f"Ratings were changed after {by} had been shown them."


def marks_not_counted(count: int) -> str:
    if count == 1:
        return "A mark is recorded and cannot be counted: its file has errors."
    return f"{capital(number(count))} marks are recorded and cannot be counted: their files have errors."


def replies_not_shown(count: int) -> str:
    if count == 1:
        return "A reply is recorded and cannot be shown: its file has errors."
    return f"{capital(number(count))} replies are recorded and cannot be shown: their files have errors."


def in_words_of(by: str) -> str:
    return f"In the words of {by}"


def they_name(by: str) -> str:
    return f"Where {by} says that can be checked"


def replied_to(by: str, answer: str, shown: str, proposed: str) -> str:
    """Say what a subject answers to a rating, which is another now than `shown`, and what it proposes."""
    said = f"{by} {SAYS_OF[answer]} {f'the rating that it was shown, {shown}' if shown else 'this rating'}"
    return f"{said}, and proposes {proposed}." if proposed else f"{said}."


def mark_of(who: str) -> str:
    return f"Mark of {who}"


def for_same_reason(level: str) -> str:
    return f"{level}{'; ' if ': ' in level else ': '}for the same reason as the rating"


def independence(alone: Sequence[str], beside: Sequence[str]) -> str:
    """Say who of those who marked claims to be independent, and who says the contrary."""
    told = [f"By their own account {_are(alone)} independent"] if alone else []
    told += [f"{_are(beside)} not independent"] if beside else []
    return f"{'; '.join(told)}." if told else "Nobody claims to be independent."


def _are(names: Sequence[str]) -> str:
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'}"


def disputed_still(by: Sequence[str]) -> str:
    return f"Disputed by {listed(by)}, not decided yet."


def settled(
    by: str, day: str, outcome: str, before: str, after: str, *, is_now: bool, is_overtaken: bool
) -> str:
    """Say by whom and when it was decided, what came of it, and what the rating was before and then.

    Where it was changed after (`is_overtaken`), or `after` is what it `is_now`, that is not known.
    """
    who = "".join([f" by {by}" if by else "", f" on {day}" if day else ""])
    if is_overtaken:
        led = "keep" if outcome == "upheld" else "change"
        return f"It was decided{who} to {led} {before}. The rating was changed after the decision."
    if outcome == "upheld":
        return f"The rating stands at {after}, as decided{who}."
    if not outcome and is_now:
        was = f", {'as' if before == after else before} before" if before else ""
        return f"Decided{who}. {after} now{was}."
    if not outcome:
        return f"{after} was decided{who}."
    led = f"The rating was changed{f' from {before}' if before else ''}"
    return f"{led}{who}. {after} now." if is_now else f"{led} to {after}{who}."


# Would it be another? ---------------------------------------------------------------------------

FIRM = "How firm is this?"
ORDER_FIRM = "How firm this order is"
REACH = "Reach"
DOUBT = "Doubt"
PIVOTS = "Pivots"
METHOD = "Method"
WEIGHTS = "Weights"


def no_verdict(standing: str) -> str:
    return f"{standing}: there is nothing that could be another"


def other_scores(least: str, most: str) -> str:
    return f"By other methods, with other weights or without one part the score is {least} to {most}"


def firm_verdict(
    standing: str, options: Sequence[str], *, is_rated: bool, is_range: bool, is_graded: bool
) -> str:
    """Say whether what is not rated can change it; of a range only the ends are certain."""
    told = f"{standing}; {'all that counts is rated' if is_rated else 'what is not rated cannot change that'}"
    if len(options) > 1:
        ends = f"where it ends, {between(options[-1], options[0])}"
        which = ends if is_range and options[2:] else f"whether it is {one_of(options)}"
        told = f"{standing}: what is not rated decides {which}"
    return f"{told}. All this is about the verdict, not about the grade" if is_graded else told


def as_far_as_tried(words: str) -> str:
    """Say that only some measurements are tried, of which there are endlessly many."""
    return f"As far as measurements were tried, {words[0].lower()}{words[1:]}"


def cannot_change(options: Sequence[str], never: Sequence[str], *, is_tried: bool) -> str:
    """Say that nothing but what is still open can be had."""
    if not never:
        return "None is ruled out"
    if len(options) > 1:
        return capital(f"{listed(options)} are still open; {never_had(one_of(never), is_tried=is_tried)}")
    told = never_had("another", is_tried=is_tried)
    return capital(told) if is_tried else f"It cannot change: {told}"


def never_had(outcome: str, *, is_tried: bool) -> str:
    return f"{'none of the measurements tried gives' if is_tried else 'no ratings give'} {outcome}"


def away(
    outcome: str,
    least: int,
    most: int | None,
    examples: Sequence[str],
    too: str,
    *,
    is_only: bool,
    is_tried: bool,
) -> str:
    """Say how many ratings would have to be others, and for example which; it may not be known exactly."""
    if most is None:
        return f"at least {_ratings(least)} away from {outcome}, if any give it"
    count = _ratings(most) if least == most else f"between {number(least)} and {_ratings(most)}"
    if is_tried and most > 1:
        count = f"at most {_ratings(most)}"
    such = "" if is_only else "for example "
    return f"{count} away from {outcome}, {such}with {_clauses(examples)}{too}"


def _clauses(texts: Sequence[str]) -> str:
    return "; and ".join(filter(None, ["; ".join(texts[:-1]), *texts[-1:]]))


def _ratings(count: int) -> str:
    return f"{number(count)} rating{'s' * (count != 1)}"


def all_at(count: int, level: str, names: Sequence[str]) -> str:
    """Say at which level all that is not rated would be."""
    return f"; and with {number(count)} not rated yet at {level} too: {_clauses(names)}"


def for_example(count: int, examples: Sequence[str]) -> str:
    """Say how what is not rated would have to be rated, if it matters."""
    return (
        f"; and of those not rated yet {number(count)}, for example with {_clauses(examples)}"
        if count
        else ""
    )


def still_more(count: int) -> str:
    return f"{number(count)} more"


def instead_of(name: str, ratings: Sequence[str], before: str) -> str:
    return f"{name} at {one_of(ratings)}" + (f" instead of {before}" if before else "")


def joined(clauses: Sequence[str]) -> str:
    return ". ".join(map(capital, clauses))


def no_doubt(*, has_confidence: bool, has_decisions: bool) -> str:
    sure = "No rating was recorded with low confidence" if has_confidence else "Confidence was not recorded"
    settled = "what was disputed or marked otherwise was decided"
    return f"{sure}; {settled if has_decisions else 'none is disputed or left open by marks'}"


def doubted(
    unsure: tuple[int, Sequence[str]],
    unsettled: tuple[int, Sequence[str]],
    could: Sequence[str],
    *,
    is_open: bool,
) -> str:
    """Say how many and which are in doubt, and what it could be with some of them others."""
    kinds = (*unsure, "rated with low confidence"), (*unsettled, "disputed or left open by marks")
    if could:
        counts = [f"{number(count)} {why}" for count, _, why in kinds if count]
        return f"It depends on what is in doubt, {listed(counts)}: it could be {'; or '.join(could)}"
    told = "; and ".join(f"{listed(names)}, {why}" for count, names, why in kinds if count)
    alone, s = ("This", "s") if unsure[0] + unsettled[0] == 1 else ("These", "")
    return f"{alone} alone {f'make{s} no other possible' if is_open else f'change{s} nothing'}: {told}"


def stays_as_said(outcome: str) -> str:
    return f"whatever was proposed or marked, it stays {outcome}"


def could_be(outcome: str, examples: Sequence[str], *, is_by_rating: bool, is_only: bool) -> str:
    """Say with which ratings it could be something, if it is by ratings, and they were found."""
    which = f"{'' if is_only else ', for example'} with {listed(examples)}" if examples else ""
    return f"{outcome}{which if is_by_rating else ' if some of it did not apply'}"


def makes(outcome: str, *, is_certain: bool) -> str:
    return f"makes it {outcome}" if is_certain else f"makes {outcome} possible"


def leaves(left: Sequence[str], ruled_out: Sequence[str]) -> str:
    return f"rules out {listed(ruled_out)}" if len(left) > 1 else f"settles it at {listed(left)}"


def pivots(told: Sequence[str], *, is_open: bool, is_exact: bool, is_tried: bool) -> str:
    """Say which single ratings make it another; where not all was tried, that none was found."""
    if not told:
        found = "makes" if is_exact else "was found that makes"
        return f"No single rating {found} {'another possible or rules one out' if is_open else 'it another'}"
    return f"It depends on single ratings{', for example' if is_tried else ''}: {_clauses(told)}"


_VARIANTS = {
    "aggregation:mean-of-dimensions": "if scores were means of {groups}",
    "aggregation:mean-of-indicators": "if scores were means of all {nouns}",
    "aggregation:minimum": "if the worst indicator made the score",
    "equal-weights": "with equal weights",
    "not-critical": "if nothing were critical",
    "not-applicable-fails": "if what does not apply were at its worst",
    "all-but-one": "if {fewer} of {items} {groups} were enough to pass",
}


def variant(name: str, groups: str, nouns: str, items: int, left_out: str) -> str:
    words = {"fewer": number(items - 1), "items": number(items), "groups": groups, "nouns": nouns}
    return _VARIANTS.get(name, "without {left_out}").format(left_out=left_out, **words)


def method(told: Sequence[str], same: Sequence[str], left_out: Sequence[str], *, has_parts: bool) -> str:
    """Say which other methods give another result and which the same, and what gives another if left out."""
    same = [*same, "without any one part"] if has_parts and not left_out else same
    clauses = (
        ("it depends on the method: ", _clauses(told)),
        ("the same ", one_of(same)),
        ("it depends on what is counted: ", _clauses(left_out)),
    )
    return joined([lead + words for lead, words in clauses if words])


def weighed(other: str, stays: str, *, is_weighted: bool, is_scored: bool) -> str:
    """Say what equal weights would make of it, and how far the score is from turning."""
    equal = "the same with equal weights" if is_weighted else "all weights are equal"
    if other:
        equal = f"it depends on the weights: {other} with equal ones"
    elif not is_scored:
        return "Weights do not count here: what passes does, and no score"
    return joined([equal, stays] if stays else [f"{equal}; other weights were not tried"])


def weights_may_move(nouns: str, percent: str) -> str:
    """Say how far weights may move; nothing if as far as one likes."""
    if not percent:
        return f"whatever the weights of the {nouns}"
    return f"while the weights of the {nouns} move by less than {percent} % each"


def score_stays(asked: str, moves: str, nouns: str, *, is_above: bool, is_at: bool) -> str:
    """Say how far weights may move and a score stays on its side of the one asked for."""
    asked = asked or "what is asked for"
    if is_at:
        return f"the score is just {asked}, and other weights can turn that"
    stays = f"the score stays {'above' if is_above else 'below'} {asked} {moves}"
    return f"{stays}; weights of single {nouns} were not tried"


def unrated_order(names: Sequence[str], unrated: Sequence[str], *, is_open: bool, is_tied: bool) -> str:
    ahead, behind = names
    if is_tied:
        return (
            f"{ahead} and {behind} have the same score, which is open until all is rated of {listed(unrated)}"
        )
    if is_open:
        return f"Whether {ahead} is ahead of {behind} is open until all is rated of {listed(unrated)}"
    return f"{ahead} is ahead of {behind} whatever is not rated comes to"


def order(names: Sequence[str], moves: str, *, is_tied: bool, is_firm: bool) -> str:
    """Say how firm it is that one is ahead of another, as far as that is known."""
    ahead, behind = names
    if is_tied:
        turned = "" if is_firm else "; other weights can put either ahead"
        return f"{ahead} and {behind} have the same score{turned}"
    return f"{ahead} is ahead of {behind}{f' {moves}' if moves else '; what weights do to that is not known'}"


# What if? ---------------------------------------------------------------------------------------

SUPPOSED = "Supposed"
SUPPOSED_MARK = "SUPPOSED, no result"
AS_IT_IS = "As it is"
BESIDE = "As it is, and as supposed"


def supposed_of(name: str, what: str) -> str:
    return f"{name}: {what}"


def already(rating: str) -> str:
    return f"{rating}, as it is"


def would_be(standing: str) -> str:
    return f"{SUPPOSED}: {standing}"


# A site in public -------------------------------------------------------------------------------

SITE_MENU = "The site"
SITE_TRAIL = "Where this page stands"
SKIP_MENU = "Skip to the title of this page"
SITE_MADE_WITH = f"{MADE_WITH}. No page runs a script, loads anything from elsewhere or follows anybody."
PREVIEW_MARK = "PREVIEW, not published"
HISTORY = "All dates"
HISTORY_COLUMNS = "Date", "Result", "Since the date before"
CITE = "Cite this"
CITE_AS = "In a text"
BIBTEX = "As BibTeX"
DIGESTS = "Digest of the ratings", "Digest of the framework"
NO_YEAR = "n.d."
PAGE_DATA = "Data of this page"
EMBED = "Show it on your page"
EMBED_BY = "Copy this into your page; it shows the newest assessment, whenever it is looked at."
UNDER_REVIEW = "Under review"
WITHDRAWN = "Withdrawn"
WITHDRAWN_ALL = "Every assessment of this subject is withdrawn."
NO_CORRECTIONS = "Nothing was corrected, withdrawn or put under review."
NO_CHANGES = "Nothing was published yet."
LATEST_CHANGES = "Latest changes"
ALL_CHANGES = "All changes"
NEWEST_AND_BEFORE = "Newest", "Before"
ACROSS_COLUMNS = "Subject", "Rating", "Date", "Before", "Date before"
ACROSS_CAPTION = "Each subject's newest rating by this version"
NO_DATE_BEFORE = "No date before"
NOT_COMPARED = "Cannot be compared"
EVERY_RATING = "Every rating, and why"
NOT_FOUND = "There is no such page"
NOT_FOUND_HELP = "The address may be mistyped. Whatever was published is on one of these pages:"
FEED_TITLE = "Changes"
OTHER_FRAMEWORKS = "Other frameworks and earlier versions"
DIFFERENCES = "Changes from the version before"
BY_SUBJECT = "By subject"
SUPERSEDED = "Superseded"
RIGHT_OF_REPLY = "Right of reply"
LICENCES = "Licence"
CONTACT = "Contact"
FUNDERS = "Funded by"
ACCESSIBILITY = "Accessibility"
HOW_TO_CITE = "How to cite"
ACCESSIBLE = (
    "These pages aim at WCAG 2.2, level AA. The program that makes them is tested with axe-core on screens "
    "of 320 to 1280 pixels, in light, dark and forced colours; these pages were not tested one by one. Keys "
    "reach every link but the # beside headings, and every wide table, and what a drawing shows is told in "
    "words or in a table too. A gap is known: a text in another language than that of its framework is not "
    "marked as such."
)
NO_CONTACT = "No contact is named here."
HOW_SCORED = (
    "How a score is made",
    "Where a framework has limits for a measurement, these give the level; each indicator's page tells them. "
    "An indicator scores what its level is worth; where a framework has points for a measurement, what a "
    "straight line between them gives.",
    "Scores are joined as each framework says below: by their mean, in which twice the weight counts twice, "
    "or the smallest is taken. So it is with the score of the whole.",
    "What does not apply is left out. So is what is not rated: it is not guessed. A range tells the score "
    "with all that is not rated at its worst, and with all of it at its best.",
    "A score is provisional, and not to be quoted, where less is rated than the framework asks for.",
)
HOW_JUDGED = (
    "How a verdict is made",
    "The rules of its framework, below, say how much must pass or not fail, or which score is asked for. "
    "Each group has its own, so one that scores more may fail where another passes.",
    "What is critical must pass; else what holds it cannot.",
    "It is not decided yet where it would be another with what is not rated at its worst than at its best.",
)
HOW_COMPARED = (
    "How dates are compared and numbers shown",
    "Two dates are compared like for like: on what was asked in the same way and rated at both.",
    "A change of score has three parts, which add up to it: what was done or decided, like for like; "
    "coverage, as more or fewer indicators are rated or apply; and framework, as the yardstick moved.",
    "All is computed exactly, and rounded only to be shown: scores out of 100 to one decimal.",
    "A change is the difference of two scores as shown, and its parts add up to it. The data is exact: out "
    "of 100 a change there may differ by up to 0.1, and a part of it by up to 0.2.",
)
CITE_ANY = (
    "Each dated page has an address that stays, and says below how to cite it, with digests that tell "
    "whether ratings and framework are still those that you read: compare them with `digest` in "
    "scorecard.json beside that page. They change with any rating and with what is asked, not with a reason."
)

_PAGES = {
    "home": "Home",
    "changes": "Changes",
    "corrections": "Corrections",
    "method": "Method",
    "a-z": "A–Z",
    "data": "Data",
    "about": "About",
}


def page_name(kind: str) -> str:
    return _PAGES[kind]


def site_title(organisation: str) -> str:
    return f"Scorecards of {organisation}" if organisation else "Scorecards"


def what_this_is(subjects: int, assessments: int, frameworks: Sequence[str], newest: date | None) -> str:
    """Say what a site holds, in one sentence."""
    who = "one subject" if subjects == 1 else f"{number(subjects)} subjects"
    how = "Here is one dated assessment" if assessments == 1 else f"Here are {assessments} dated assessments"
    by = f" by {listed(frameworks)}" if frameworks else ""
    return f"{how} of {who}{by}" + (f"; the newest is of {day(newest)}." if newest else ".")


def no_longer_asked(framework: str) -> str:
    return f"{framework}, no longer asked"


def in_versions(framework: str, versions: Sequence[str]) -> str:
    return f"{framework} (version{'s' if versions[1:] else ''} {listed(versions)})"


def newer_exists(when: str) -> str:
    return f"This is an earlier assessment. The newest is of {when}."


NEWER = "There is a newer one"


def told_first(newest: str, corrected: str, told: str) -> str:
    """Say a result where there is little room, what must be known of it first."""
    earlier = f"Earlier assessment, the newest is of {newest}." if newest else ""
    return " ".join(filter(None, [earlier, corrected, told]))


def follow(feed: str) -> str:
    return f"Follow what changes here: {feed}."


FEED = "a feed (Atom), for programs that tell what is new"


PERMANENT = "Permanent page of this date, with how to cite it"
CARD = "Its newest result as a picture"


def reasons_on(pages: Sequence[str]) -> str:
    return f"Why each rating was given stands on the pages of {listed(pages)}."


def withdrawn_title(name: str) -> str:
    return f"{WITHDRAWN}: {name}"


def known_by(ratings: str, framework: str) -> str:
    return f"Ratings {ratings}; framework {framework}"


def as_at(subject: str, when: date) -> str:
    return f"{subject}, as at {day(when)}"


def cited(who: str, year: str, title: str, framework: str, url: str) -> str:
    """Say how to cite an assessment in a text."""
    parts = [f"{who} ({year})".strip(), title, framework, url]
    return ". ".join(filter(None, parts)) + ("" if url else ".")


def across_title(indicator: str) -> str:
    return f"{indicator}: all subjects"


def all_subjects(id: str) -> str:
    return f"{id} with all subjects"


def element_of(label: str) -> str:
    return f"{label} of"


def superseded(newest: str) -> str:
    told = "The last ratings made by this one are told with each indicator."
    return f"This is an earlier version. The newest is {newest}. {told}"


def distribution(nouns: str) -> str:
    return f"How many {nouns} have each rating"


def by_subject(name: str) -> str:
    return f"How {name} stands with every subject"


_EVENTS = {
    "published": "First assessment",
    "ratings": "Ratings",
    "correction": "Correction",
    "version": "New version",
    "reply": "Reply",
    "decision": "Decision",
    "under-review": UNDER_REVIEW,
    "withdrawn": WITHDRAWN,
}


def event(kind: str) -> str:
    """Say what kind of change something is."""
    return _EVENTS[kind]


def event_title(kind: str, whose: str) -> str:
    return f"{event(kind)}: {whose}"


def first_assessment(standing: str, framework: str) -> str:
    by = f" by {framework}" if framework else ""
    return f"Assessed for the first time{by}: {standing}."


def assessed_again(standing: str, moved: str, framework: str) -> str:
    by = f"By {framework}: " if framework else ""
    return f"{by}{standing}; {moved}."


def decided_to(name: str, before: str, after: str) -> str:
    if not before:
        return f"{name} is {after}"
    return f"{name} stays {before}" if before == after else f"{name} changed from {before} to {after}"


def new_version(framework: str, replaced: str) -> str:
    return f"{framework} replaces {replaced}." if replaced else f"{framework} is published."


def may_reply(contact: str, reply_by: str) -> str:
    """Say how whoever is assessed may answer, if there is a way, and what becomes of it."""
    until = f", {reply_by}" if reply_by else ""
    if not contact:
        return "Nobody was named to whom whoever is assessed may answer."
    may = f"Whoever is assessed may answer{until}: {contact}. "
    return f"{may}What those who are assessed say stands beside the rating, in their own words."


def accessible(contact: str) -> str:
    return f"{ACCESSIBLE} Please say what you cannot read to {contact}." if contact else ACCESSIBLE


def to_object(contact: str, reply_by: str) -> str:
    return f"To answer or object: {contact}{f', {reply_by}' if reply_by else ''}"


def licence_of(text: str, licence: str) -> str:
    return f"{text}: {licence}"


NO_LICENCE = "none is named"


def of_assessments(count: int, total: int) -> str:
    return "Assessments" if count == total else f"{count} of {total} assessments"


def has_moved(name: str) -> str:
    return f"{name} has moved"


def moved_to(words: str) -> str:
    return f"This page has moved: {words}."


DATA_ABOUT = (
    "Every result, every rating and why it was given, and every change, as tables for a spreadsheet, R or "
    "pandas. datapackage.json describes each column."
)
DATA_CAPTION = "The tables, and what goes with them"
DATA_COLUMNS = "File", "What it holds", "Rows"
DATA_FILES = {
    "scorecards.csv": "each assessment: its result, counts, what changed since the date before",
    "dimensions.csv": "each dimension of each assessment",
    "ratings.csv": "each rating: level or measurement, why, and the evidence",
    "changes.csv": "each indicator that changed since the date before, was added, dropped or asked otherwise",
    "frameworks.csv": "each version of a framework",
    "indicators.csv": "what each version asks, and what it weighs",
    "ratings.ndjson": "the ratings once more, for programs",
    "datapackage.json": "what each column means, its type and its limits",
    "CITATION.cff": "how to cite the data, for programs",
    "SHA256SUMS": "checksums: that no file was changed",
}
DATA_USE = "To know before you use it"
DATA_RULES = (
    "Scores are from 0 to 1; on pages they are out of 100, or of what their framework says.",
    "Where provisional is true too little is rated: quote neither the score nor its change.",
    "Where a framework's show_score is false readers are shown no scores: do not print them.",
    "Ids and versions are texts: 1.10 is not 1.1. In a spreadsheet import columns as text.",
    "The column licence says how each text may be used; datapackage.json names one if it is that of all.",
    "Cite who publishes it, the day you got it, and the checksum of datapackage.json, which has all others.",
)
DATA_BESIDE = "Beside the pages, as .json or .csv"
DATA_OF_PAGES = (
    "leagues, beside the first page; changes, beside Changes; diff, beside two dates that are compared",
    "trend, beside a subject: all its dates; scorecard, beside one date, and cite.bib: how to cite it",
    "framework and indicators, beside a framework's version: what it asks",
    "ratings, beside an indicator: its rating with each subject",
    "feed.atom, beside the first page and each subject, where the site has feeds: what changed, and when",
    "What their keys and columns mean stands in docs/outputs.md of policy-scorecard, which made this site.",
)


def embed_title(name: str) -> str:
    return f"How {name} stands"


def more_on(site: str) -> str:
    return f"More at {site}"


def day_not_known(text: str) -> str:
    return f"{text} (Since when is not recorded; this is told on the day of publication or of a correction.)"


def withdrawn_on(when: str) -> str:
    return f"The assessment of {when} was withdrawn; nothing here is compared with it."
