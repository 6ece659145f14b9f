"""What people are told of results, in English: a function for each sentence, and no sentence anywhere else.

Names and labels come from files, isolated; numbers come as they are shown. Another language is one more
module with the same functions.
"""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from fractions import Fraction

from scorecard.model.framework import RATED_STATUSES, EvidencePolicy, Status
from scorecard.model.keys import Key
from scorecard.model.verdict_rules import RuleKind

ORDER = (
    Status.PASS,
    Status.PARTIAL,
    Status.FAIL,
    Status.UNDETERMINED,
    Status.UNJUDGED,
    Status.NOT_RATED,
    Status.NOT_APPLICABLE,
)
"""The order in which statuses are told, everywhere."""
VERDICTS = {
    Status.PASS: "Passes",
    Status.PARTIAL: "Passes in part",
    Status.FAIL: "Fails",
    Status.UNJUDGED: "Rated",
    Status.NOT_RATED: "Not rated",
    Status.UNDETERMINED: "Not decided yet",
    Status.NOT_APPLICABLE: "Does not apply",
}
_DO = {
    Status.PASS: ("passes", "pass", "pass"),
    Status.PARTIAL: ("is partial", "are partial", "partly"),
    Status.FAIL: ("fails", "fail", "fail"),
    Status.UNDETERMINED: ("is not decided yet", "are not decided yet", "not decided yet"),
    Status.UNJUDGED: ("is rated", "are rated", "rated"),
    Status.NOT_RATED: ("is not rated", "are not rated", "not rated"),
    Status.NOT_APPLICABLE: ("does not apply", "do not apply", "not applicable"),
}
"""What one of a status does, what several do, and what stands after a number where others went before."""
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


# Numbers, dates, lists --------------------------------------------------------------------------


def number(count: int) -> str:
    """Return a count as a sentence has it: in letters up to twelve."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


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
    """Return a number with the sign that people read where it is below 0."""
    return number.replace("-", "\N{MINUS SIGN}")


def capital(text: str) -> str:
    """Return words with which a line begins."""
    return f"{text[:1].upper()}{text[1:]}"


def one_of(words: Sequence[str]) -> str:
    """Join words of which one is meant: "a, b or c"."""
    return listed(words, "or")


Labels = Mapping[Status, str]
"""What a framework itself calls statuses."""


def _do(status: Status, count: int, labels: Labels | None = None) -> str:
    if labels and status in labels:
        return f"{'is' if count == 1 else 'are'} {labels[status]}"
    return _DO[status][count != 1]


def bounded(low: str, high: str) -> str:
    """Return two bounds of a score or a grade."""
    return f"{low} to {high}"


def none() -> str:
    """Say that there is no score, or none of what was looked for."""
    return "none"


def out_of(full: str) -> str:
    """Say what a full score is called."""
    return f"out of {full}"


def plural(noun: str) -> str:
    """Return a noun in the plural, as far as a label needs it."""
    if noun.lower().endswith("criterion"):
        return noun[:-2] + "a"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


# Statuses, rules and counts ---------------------------------------------------------------------


def status(which: Status) -> str:
    """Return what a status is called in a table."""
    return _STATUSES[which]


_STATUSES = {
    Status.PASS: "Pass",
    Status.PARTIAL: "Partial",
    Status.FAIL: "Fail",
    Status.UNJUDGED: "Rated",
    Status.NOT_RATED: "Not rated",
    Status.UNDETERMINED: "Not decided yet",
    Status.NOT_APPLICABLE: "Not applicable",
}


def shown_by(*, verdict: bool, grade: bool, score: bool) -> str:
    """Name what a result is shown by."""
    return verdict_title() if verdict else "Grade" if grade else "Score" if score else "Result"


def verdict_title() -> str:
    """Name a verdict."""
    return "Verdict"


def grade_title() -> str:
    """Name a grade."""
    return "Grade"


def short_tally(counts: Mapping[Status, int], labels: Labels) -> str:
    """Say how many have each status, pass first, in few words: "2 pass, 1 not rated"."""
    words = {each: labels.get(each) or _STATUSES[each].lower() for each in ORDER if counts.get(each)}
    return ", ".join(f"{counts[each]} {word}" for each, word in words.items()) or "nothing is counted"


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
    """Say when something passes, and when it is partial, where it can be."""
    passes = f"{_do(Status.PASS, 1, labels)} when {rule}"
    return f"{passes}; otherwise it {_do(Status.PARTIAL, 1, labels)} when {partial}" if partial else passes


def items_in_it() -> str:
    """Name what the rule of a grade speaks of."""
    return "items in it"


def otherwise() -> str:
    """Say when the last of several is given."""
    return "in all other cases"


def evidence_needed(policy: EvidencePolicy) -> str:
    """Say of which ratings a framework asks evidence."""
    return _EVIDENCE[policy]


_EVIDENCE = {
    EvidencePolicy.OPTIONAL: "optional",
    EvidencePolicy.REQUIRED: "required for every rating",
    EvidencePolicy.REQUIRED_FOR_PASS: "required for every pass",
}


def critical(holder: str, labels: Labels) -> str:
    """Say of something critical what cannot pass without it."""
    return f"must {_be(Status.PASS, labels)} for its {holder} to {_be(Status.PASS, labels)}"


def how_measured() -> str:
    """Say what stands over the levels that measurements give, of which the first that fits counts."""
    return "How the measurement is rated"


def bounds(least: str, most: str, unit: str) -> str:
    """Say between which measurements a level is given; without bounds where no other is."""
    said = [f"at least {least}"] * bool(least) + [f"at most {most}"] * bool(most)
    return f"{listed(said)} {unit}" if said else "everything else"


def points_title() -> str:
    """Say what stands over the scores that measurements give."""
    return "How the measurement is scored"


def points(pairs: Sequence[tuple[str, str]], unit: str) -> str:
    """Say what rising measurements score: each score, and where it is given."""
    ends = {0: " or less", len(pairs) - 1: " or more"}
    said = [f"{score} at {at} {unit}{ends.get(number, '')}" for number, (score, at) in enumerate(pairs)]
    return f"{', '.join(said)}, and evenly in between"


def only_dimension(label: str, id: str) -> str:
    """Say that one dimension alone is shown."""
    return f"only {label} {id}"


def only_those(nouns: str, which: str) -> str:
    """Say which are shown."""
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
    """Ask the second."""
    return f"What changed since {since}?" if since else "What changed?"


def can_we_trust() -> str:
    """Ask the third."""
    return "Can we trust it?"


def labels() -> tuple[str, str, str]:
    """Return what stands for the three questions where there is little room."""
    return "Why", "Changed", "Trust"


def label(key: Key) -> str:
    """Return what is said of a key: in English what the format itself calls it."""
    return key.label


def question(key: Key) -> str:
    """Return what is asked for a key's text: in English what the format itself asks."""
    return key.question


# Does it pass? ----------------------------------------------------------------------------------


BETWEEN = " · "
"""What stands between the parts of a headline."""


def headline(parts: Sequence[str]) -> str:
    """Join what is said first, in one line."""
    return BETWEEN.join(filter(None, parts))


def who(subject: str, when: date, title: str = "") -> str:
    """Say of whom and of what day results are."""
    return f"{subject}, {day(when)}" + (f" ({title})" if title else "")


def standing(result: str, still: str, draft: str) -> str:
    """Return what a headline begins with; an open result says what it can still be."""
    return ": ".join(filter(None, (draft, result, still)))


def with_grade(result: str, grade: str) -> str:
    """Say a verdict and the grade beside it."""
    return f"{result}, {f'grade {grade}' if len(grade) < 3 else grade}"


def score(shown: str, bounds: str, *, is_said: bool) -> str:
    """Say a score and between what it will end; where the score itself is said, only that."""
    if is_said:
        return f"The score will end {bounds} once all is rated." if bounds else ""
    return f"The score is {shown}{f', and will end {bounds} once all is rated' if bounds else ''}."


def draft_mark() -> str:
    """Mark what is not published."""
    return "DRAFT"


def tally(counts: Mapping[Status, int], labels: Labels, noun: str = "") -> str:
    """Say how many have each status, pass first: "16 of 27 pass, 9 partly, 2 fail"."""
    total = sum(counts.values())
    said: list[str] = []
    for status in ORDER:
        if count := counts.get(status, 0):
            first = " ".join(filter(None, [f"{count} of {total}", noun]))
            verb = labels.get(status) or (_DO[status][2] if said else _do(status, count))
            said.append(f"{count} {verb}" if said else f"{first} {verb}")
    return ", ".join(said) or "nothing is counted"


def met(kind: RuleKind, passing: int, total: int, noun: str, labels: Labels, amount: str, score: str) -> str:
    """Say by which rule something passes: `passing` of `total` items do, named by `noun`."""
    passes = _do(Status.PASS, passing, labels)
    match kind:
        case RuleKind.ALL:
            return f"{_all(total, noun).capitalize()} {passes}."
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
    subject = subject if is_named or not noun else subject.capitalize()
    return f"{subject} {_do(status, len(names), labels)}"


def score_short(score: str, to_pass: str, in_part: str, labels: Labels) -> str:
    """Say what a score lacks where scores alone decide."""
    whole = f"to {_be(Status.PASS, labels)}"
    part = f"to be {labels[Status.PARTIAL]}" if Status.PARTIAL in labels else "to pass in part"
    return f"The score is {score}: {to_pass} is needed {whole}, {in_part} {part}."


def lacks_critical(names: Sequence[str], labels: Labels) -> str:
    """Say which items must pass whatever the others do, and do not."""
    verb = ("is" if len(names) == 1 else "are") if Status.PASS in labels else ("does", "do")[len(names) > 1]
    it = "it" if len(names) == 1 else "they"
    return f"{listed(names)} {_must(labels)} whatever else does, and {it} {verb} not."


def in_part(kind: RuleKind, amount: str, labels: Labels) -> str:
    """Say by which rule what does not pass is partial at least."""
    enough = {
        RuleKind.ALL: f"all {_do(Status.PASS, 2, labels)}",
        RuleKind.ANY: f"one {_do(Status.PASS, 1, labels)}",
        RuleKind.NONE_FAIL: f"none {_do(Status.FAIL, 1, labels)}",
        RuleKind.SCORE: f"the score is at least {amount}",
    }
    result = f"is {labels[Status.PARTIAL]}" if Status.PARTIAL in labels else "passes in part"
    return f"It {result} because {enough.get(kind, f'{amount} {_do(Status.PASS, 2, labels)}')}."


def still_open(
    can_pass: bool,
    can_fail: bool,
    statuses: Sequence[Status],
    labels: Labels,
    answers: Sequence[str],
    count: int,
) -> str:
    """Say what can still become of it, and on which answers that hangs: named where they are few."""
    settled = "" if can_pass else f"It can no longer {_be(Status.PASS, labels)}. "
    settled += "" if can_fail else f"It can no longer {_be(Status.FAIL, labels)}. "
    outcome = outcomes(statuses, labels)
    return f"{settled}{outcome[0].upper()}{outcome[1:]}, by {_open(answers, count)}."


def _open(answers: Sequence[str], count: int) -> str:
    """Say how many answers are not given: by name where they are few."""
    hangs = f"{count} {'answer' if count == 1 else 'answers'} not given yet"
    return f"{hangs}: {', '.join(answers)}" if answers else hangs


def outcomes(statuses: Sequence[Status], labels: Labels) -> str:
    """Say what can still become of it, in few words."""
    return listed([became(status, labels) for status in statuses], "or")


def _be(status: Status, labels: Labels) -> str:
    return f"be {labels[status]}" if status in labels else _STATUSES[status].lower()


def became(status: Status, labels: Labels) -> str:
    """Return a verdict in a list of such, or after "from" and "to"."""
    return labels.get(status) or _STATUSES[status].lower()


def graded(grade: str, score: str, least: str) -> str:
    """Say from which score on a grade is given; `least` is nothing for the lowest."""
    return f"The score is {score}; {grade} {f'is given from {least}' if least else 'is the lowest'}."


def grade_open(answers: Sequence[str], count: int) -> str:
    """Say on what an open grade hangs."""
    return f"Which grade hangs on {_open(answers, count)}."


def graded_by(grade: str, rule: str) -> str:
    """Say by which rule a grade is given."""
    return f"{grade} is given where {rule}."


def bare_grade(grade: str) -> str:
    """Return a grade that has no name of its own."""
    return f"Grade {grade}"


def best_and_worst(best: str, most: str, worst: str, least: str) -> str:
    """Say where a score is highest and where lowest."""
    return f"Highest: {best}, {most}; lowest: {worst}, {least}."


def nothing_rated() -> str:
    """Say that nothing is rated."""
    return "Nothing is rated yet."


# What changed? ----------------------------------------------------------------------------------


def moved(up: int, down: int) -> str:
    """Say in few words how many went up and down."""
    return f"{up or 'none'} up, {down or 'none'} down" if up or down else "none up or down"


def moved_since(moved: str, when: str) -> str:
    """Say in few words what changed, and since when."""
    return f"{moved} since {when}"


def compared(count: int, total: int, noun: str) -> str:
    """Say how many can be compared with the date before, where that is not all."""
    return f"{count} of {total} {noun} can be compared." if count else "Nothing can be compared."


def not_before(when: date, is_same_day: bool) -> str:
    """Say with what a date is compared that is not an earlier one."""
    return "Compared with another file of that day." if is_same_day else f"Compared with {day(when)}, later."


def first() -> str:
    """Say in few words that there is nothing to compare with."""
    return "nothing earlier to compare with"


def sentence(text: str) -> str:
    """Return few words as a sentence."""
    return f"{text[0].upper()}{text[1:]}."


def rose(change: int, shown: str) -> str:
    """Say how a score changed, by a number without a sign."""
    return (
        f"The score {'rose' if change > 0 else 'fell'} by {shown} points"
        if change
        else "The score stayed the same"
    )


def causes(parts: Sequence[tuple[str, int, str]], change: int) -> str:
    """Say what a change is made of: of each cause its name, its sign and how much it is, without a sign.

    What goes against the whole comes last, and is said to be lost or gained.
    """
    said = []
    in_order = sorted(parts, key=lambda part: bool(change) and (part[1] > 0) is not (change > 0))
    for cause, sign, shown in in_order:
        against = "" if change and (sign > 0) is (change > 0) else "gained " if sign > 0 else "lost "
        said.append(f"{shown} {against}{_CAUSES[cause][sign > 0]}")
    if len(parts) == 1 and change:
        return f", all of it {_CAUSES[parts[0][0]][change > 0]}."
    return f": {listed(said)}."


_CAUSES = {
    "LATER": ("by what was done", "by what was done"),
    "CORRECTED": ("because ratings were corrected", "because ratings were corrected"),
    "OTHER": ("on what both are asked", "on what both are asked"),
    "coverage": ("because other answers count", "because other answers count"),
    "framework": ("because the test became stricter", "because the test became milder"),
    "older": ("because the older test is stricter", "because the older test is milder"),
    "reworded": ("because the test was changed", "because the test was changed"),
    "asked": ("because not the same is asked", "because not the same is asked"),
}
"""What moves a score, where it moves it down and where up: the first three by what two sides are."""


def rose_alike(change: int, shown: str, count: str, of: int | None) -> str:
    """Say how a score that is not to be quoted moved where it can be compared."""
    moved = f"{'rose' if change > 0 else 'fell'} by {shown} points" if change else "stayed the same"
    few = f": too few to lean on, under half of {of}" if of is not None else ""
    return f"On {count} rated both times the score {moved}{few}."


def rests_on(count: str, of: int | None, *, is_later: bool = True) -> str:
    """Say on how much a like-for-like change rests; `of` says of how many, where that is few."""
    few = f": too few to lean on, under half of {of}" if of is not None else ""
    if is_later:
        return f"What was done is told by {count} asked alike and rated both times{few}."
    return f"That rests on {count} asked alike and rated on both sides{few}."


def went(names: Sequence[str], up: bool, then: str, now: str, *, is_one_test: bool) -> str:
    """Say of dimensions, without any of the whole, that they have another verdict or grade now."""
    by = "" if is_one_test else ", by a test that changed"
    return f"{listed(names) or 'Overall it'} {'rose' if up else 'fell'} from {then} to {now}{by}."


def measured(better: int, worse: int, other: int) -> str:
    """Say in few words how many measurements are better, worse or only different."""
    ways = ((better, "better"), (worse, "worse"), (other, "different"))
    words = [f"{count} {way}" for count, way in ways if count]
    noun = "measurement" if better + worse + other == 1 else "measurements"
    first, *rest = words
    number, way = first.split(" ")
    return f"{listed([f'{number} {noun} {way}', *rest])}"


def measured_moved(name: str, then: str, now: str, unit: str, way: int) -> str:
    """Say what a measurement was and is, and whether that is better, 1, worse, -1, or neither, 0."""
    said = {1: ", better", -1: ", worse"}.get(way, "")
    return f"{name}: {then} → {f'{now} {unit}'.strip()}{said}."


# Can we trust it? -------------------------------------------------------------------------------


def rated(count: int, total: int) -> str:
    """Say how many are rated."""
    return f"{count} of {total} rated"


def evidence(with_it: int, count: int, sources: int) -> str:
    """Say how many of those rated have evidence, in how many sources."""
    if not with_it:
        return "no evidence is given"
    share = "all" if with_it == count else str(with_it)
    return f"{share} with evidence in {'1 source' if sources == 1 else f'{sources} sources'}"


def sureness(word: str) -> str:
    """Say how sure a rating is; a file's own word where that is none."""
    return {"high": "high", "medium": "medium", "low": "low"}.get(word, word)


def confidence(counts: Mapping[str, int]) -> str:
    """Say how sure the assessors are, of how many each; nothing where that is not said."""
    said = listed([f"{sureness(word)} for {count}" for word, count in counts.items()])
    return f"confidence {said}" if said else ""


def basis(evidence: str, confidence: str) -> str:
    """Say on what results rest, in one sentence."""
    return sentence("; ".join(filter(None, [evidence, confidence])))


def judged_by(assessors: Sequence[str], reviewers: Sequence[str]) -> str:
    """Say who rated, and who checked."""
    by = f"Rated by {listed(assessors)}" if assessors else "It is not said who rated"
    return f"{by}; {f'checked by {listed(reviewers)}' if reviewers else 'no second reader'}."


def not_asked(things: Sequence[str], count: int) -> str:
    """Say of so many things that they are not asked of a subject."""
    return f"{listed(things)} {'is' if count == 1 else 'are'} not asked of this subject"


def corrected(count: int, last: date | None) -> str:
    """Say how often an assessment was corrected."""
    if not count:
        return "Never corrected."
    times = {1: "once", 2: "twice"}.get(count, f"{number(count)} times")
    return f"Corrected {times}{f', last on {day(last)}' if last else ''}."


def yardstick(began: str, *, is_same: bool) -> str:
    """Say since when the test is the same; or that it changed after the date before."""
    return f"The test is the same since {began}." if is_same else f"The test changed after {began}."


def stale_pin() -> str:
    """Say that a framework's text is not the one that was rated by."""
    return "The framework's text has changed since these ratings were made, although its version has not."


def provisional(bounds: str) -> str:
    """Say that a score is not to be quoted, and where it will end."""
    return f"Too little is rated to quote the score; it will end {bounds}."


def draft() -> str:
    """Say that something is not published."""
    return "A draft, not published."


# Scorecards -------------------------------------------------------------------------------------


def passing(count: int, total: int, label: str) -> str:
    """Say how many of how many pass, in few words; `label` is a framework's own word for that."""
    return f"{count} of {total} {label or 'pass'}"


def numbers(words: Sequence[str], *, is_critical: bool) -> str:
    """Join what is counted or measured; what must pass whatever else does is marked."""
    return ", ".join(filter(None, [*words, "critical" if is_critical else ""]))


_WORDS = {
    "id": "Id",
    "result": "Result",
    "score": "Score",
    "grade": "Grade",
    "numbers": "Numbers",
    "subject": "Subject",
    "date": "Date",
    "title": "Title",
    "stage": "Stage",
    "framework": "Framework",
    "assessed": "Assessed",
    "assessors": "Rated by",
    "reviewers": "Checked by",
    "rule": "Rule",
    "not asked": "Not asked",
    "coverage": "Coverage",
    "warning": "Warning",
    "near miss": "Near miss",
    "file": "File",
    "shown": "Shown",
    "asks": "Asks",
    "from": "From",
    "frameworks": "Frameworks",
    "assessments": "Assessments",
}


def word(key: str) -> str:
    """Return what a column or a fact is called."""
    return _WORDS[key]


def changed_since(when: str) -> str:
    """Title a column of what changed."""
    return f"Since {when}" if when else "Changed"


def unpublished() -> str:
    """Say in full that something is a draft."""
    return f"{draft_mark()}, not published"


def no_score(is_asked: bool) -> str:
    """Say why there is no score."""
    return "none: nothing is rated" if is_asked else "none: nothing applies"


def between(low: str, high: str) -> str:
    """Say between what a score will end."""
    return f"between {low} and {high}"


def once_rated(bounds: str) -> str:
    """Say between what a score will end, and when."""
    return f"{bounds} once all is rated"


def coverage(percent: str, rated: int, of: int, nouns: str, *, is_provisional: bool) -> str:
    """Say how much is rated."""
    few = " (too little to quote the score)" if is_provisional else ""
    return f"{percent} by weight; {rated} of {of} {nouns} are rated{few}"


def near_miss(names: Sequence[str], *, is_one_enough: bool) -> str:
    """Say what would have to pass."""
    return f"would pass if {listed(names, 'or' if is_one_enough else 'and')} did"


# What is here -----------------------------------------------------------------------------------


def what_is_here(frameworks: int, assessments: int, subjects: int) -> str:
    """Say how much there is in a project."""
    things = ((frameworks, "framework"), (assessments, "assessment"), (subjects, "subject"))
    first, second, third = (f"{count or 'no'} {noun}{'' if count == 1 else 's'}" for count, noun in things)
    return f"{first} and {second}" + (f" of {third}" if subjects else "")


def no_assessments() -> str:
    """Say that nothing is assessed, and how to begin."""
    return "Nothing is assessed here yet: scorecard new begins an assessment."


def origin(is_shipped: bool) -> str:
    """Say where a framework comes from."""
    return "scorecard" if is_shipped else "here"


def by_framework(subject: str, framework: str) -> str:
    """Say of whom assessments are, and by what."""
    return f"{subject}, by {framework}"


def unreadable(*, is_framework: bool = False) -> str:
    """Say why something is not shown."""
    return "its framework has errors" if is_framework else "the file has errors"


def not_scored() -> str:
    """Say in place of a result that there is none."""
    return "not scored"


def text_changed() -> str:
    """Say in few words that a framework's text is not the one that was rated by."""
    return "framework changed since"


# Drawings ---------------------------------------------------------------------------------------


def arrows_caption(by: str) -> str:
    """Return what is said over arrows."""
    return f"Change of scores by {by}, in points"


def arrows_real() -> str:
    """Say what an arrow is."""
    return "by what was done, where the same was asked and rated both times"


def arrows_rest() -> str:
    """Say what the mark beside an arrow is."""
    return "because what is asked changed, or because other answers count"


def arrow(change: str | None, rated: int, of: int) -> str:
    """Say how far an arrow goes, and on how much it rests."""
    return "cannot be compared" if change is None else f"{with_minus(change)} on {rated} of {of}"


def arrow_rest(framework: str, coverage: str) -> str:
    """Say how far the mark beside an arrow goes, and why."""
    parts = (("what is asked", framework), ("other answers", coverage))
    return with_minus(", ".join(f"{cause} {change}" for cause, change in parts if change))


def bar(parts: Sequence[tuple[int, str]]) -> str:
    """Say how many of each kind a bar shows, and of how many."""
    said = ", ".join(f"{count} {word}" for count, word in parts)
    return f"{said}, of {sum(count for count, _ in parts)}" if parts else "nothing counted"


def not_comparable() -> str:
    """Say why a line is broken where nothing else is said."""
    return "cannot be compared with the date before"


def measurements_caption(of: str, *, has_goals: bool) -> str:
    """Return what is said over drawings of measurements, of all or of those in a dimension."""
    line = "; the broken line is what was asked for" if has_goals else ""
    return f"What was measured{f': {of}' if of else ''}{line}"


def measurements_words(dates: Sequence[tuple[str, str]], unit: str) -> str:
    """Say a drawing of measurements: each date with its number."""
    return f"Measured in {unit}: {'; '.join(f'{when}: {shown}' for when, shown in dates)}."


def no_number() -> str:
    """Say that on a date nothing was measured."""
    return "none"


def goal(label: str, steps: Sequence[tuple[str, str, str, str]]) -> str:
    """Say what was asked for, `label` being had by it: each bound, its first and last date, its version."""
    (bound, _, ended, _), *later = steps
    said = [f"{bound} until {ended}" if later else bound]
    said += [f"{bound} since {began} (framework version {version})" for bound, began, _, version in later]
    return f"{label}: {', '.join(said)}"


def asked_for() -> str:
    """Name what was asked for where versions call it differently."""
    return "Asked for"


def best_score() -> str:
    """Name what is reached where measurements give scores alone."""
    return "Highest score"


def at_most(bound: str) -> str:
    """Say on which side of a bound is good."""
    return f"at most {bound}"


def below(bound: str) -> str:
    """Say the same where the bound is not."""
    return f"below {bound}"


def at_least(bound: str) -> str:
    """Say on which side of a bound is good."""
    return f"at least {bound}"


def above(bound: str) -> str:
    """Say the same where the bound is not."""
    return f"above {bound}"


def asked_anew(dates: Sequence[str]) -> str:
    """Say why a line is broken."""
    return f"What is asked changed in {listed(dates)}: the line begins anew."


def other_unit() -> str:
    """Say why earlier dates are not in a drawing."""
    return "Earlier measurements are in another unit."


# Tables -----------------------------------------------------------------------------------------


def matrix_caption(nouns: str, *, newest_first: bool) -> str:
    """Say what a table of signs shows."""
    return f"All {nouns}, {'newest date first' if newest_first else 'newest date last'}"


def the_whole() -> str:
    """Name the row of the whole."""
    return "Overall"


def subjects_caption(nouns: str) -> str:
    """Say what a table of signs shows whose columns are subjects."""
    return f"All {nouns}, subject by subject at its latest date"


SUBJECTS = "Subjects"
GRADE = "Grade"
VERSION = "Version"
"""What rows and lists are called."""


def of_the_test() -> str:
    """Say of what versions are."""
    return "of the test"


def version_row() -> str:
    """Name the row of versions where it has no other words."""
    return f"{VERSION} {of_the_test()}"


def score_row(out_of: str) -> str:
    """Name the row of the score of the whole."""
    return f"Score, {out_of}"


def failing_since(when: str, asked_so: str, labels: Labels) -> str:
    """Say since when something fails without interruption, and since when it is asked as it is now."""
    asked = f"; asked otherwise since {asked_so}" if asked_so else ""
    return f"{labels.get(Status.FAIL, 'failing')} since {when}{asked}"


def last_judged(when: str, labels: Labels, *, is_failing: bool) -> str:
    """Say when what is not asked any more was judged for the last time."""
    failing = labels.get(Status.FAIL, "failing")
    return f"{failing} when last judged, {when}" if is_failing else f"last judged {when}"


def never_passed(labels: Labels) -> str:
    """Say that something passed at no date."""
    return f"never {labels.get(Status.PASS, 'passed')}"


def legend() -> str:
    """Name what explains marks."""
    return "In the table"


REVISED, MOVED = "**", "*"
"""What marks that a result cannot be read beside the one before as it is."""


SHORT_MARKS = {MOVED: "threshold moved", REVISED: "asked otherwise"}


def mark_words(mark: str) -> str:
    """Say in a sentence what a mark means."""
    if mark == MOVED:
        return (
            f"{mark} we moved the threshold: by this one, what was measured before would be rated otherwise."
        )
    return f"{mark} what is asked changed, so it is not compared with the date before."


def sign_words(status: Status) -> str:
    """Return what a sign means beside it."""
    return {Status.UNDETERMINED: "not decided yet", Status.UNJUDGED: "rated"}.get(status) or (
        status.value.replace("-", " ")
    )


def least_and_most() -> tuple[str, str]:
    """Say what the first and the last of the signs for more and more mean."""
    return "least", "most"


def column_date(when: date, *, is_month: bool) -> str:
    """Return a date as it stands over a narrow column."""
    return short_month(when) if is_month else f"{when.day} {short_month(when)}"


def published_since(count: int, first: date) -> str:
    """Say how many assessments there are, and since when."""
    return f"{count} assessments since {month(first)}" if count > 1 else "1 assessment"


def folded(count: int, *, are_dates: bool) -> str:
    """Say that some columns of a table are left out for want of room: its first dates, or the last ones."""
    if not are_dates:
        return f"{count} more {'column fits' if count == 1 else 'columns fit'} into a wider window."
    dates = "1 earlier date is" if count == 1 else f"{count} earlier dates are"
    return f"{dates} not shown here: a wider window or --detail full has all."


def no_rows() -> str:
    """Say that a table has no rows."""
    return "(none)"


# Word documents ---------------------------------------------------------------------------------


def page_of(number: str, total: str) -> str:
    """Say on which page of how many something stands."""
    return f"Page {number} of {total}"


def logo() -> str:
    """Say what the picture is that has no name."""
    return "Logo"


# Reports ----------------------------------------------------------------------------------------


def titled(name: str, *, is_draft: bool) -> str:
    """Return the title of a report about a subject."""
    return f"DRAFT: {name}" if is_draft else name


def link_to(heading: str) -> str:
    """Name the link beside a heading."""
    return f"Link to {heading}"


def contents() -> str:
    """Head the list of contents."""
    return "Contents"


def skip_contents() -> str:
    """Name what leads past the contents."""
    return "Skip the contents"


def made_with() -> str:
    """Say what made a page, and what it does not do."""
    return "Made with policy-scorecard: one file that loads nothing, follows nobody and runs no script."


def nothing() -> str:
    """Stand for a list of nothing."""
    return "None"


def edit(*, is_added: bool) -> str:
    """Say to who does not see it that a text was added or removed."""
    return "added: " if is_added else "removed: "


def all_reports() -> str:
    """Name what leads to the index."""
    return "All reports"


def earlier_report(when: date) -> str:
    """Name what leads to the report before."""
    return f"earlier: {day(when)}"


def later_report(when: date) -> str:
    """Name what leads to the report after."""
    return f"later: {day(when)}"


def reports(count: int) -> str:
    """Head an index."""
    return f"Reports ({count})"


def frameworks() -> str:
    """Name a list of frameworks."""
    return "Frameworks"


def report_columns() -> tuple[str, str, str, str, str, str]:
    """Head the columns of an index: who, what it came to, the score, what changed, when, what was before."""
    return "Subject", "Result", "Score", "Change", "Date", "Earlier reports"


def sources() -> str:
    """Head the sources."""
    return "Sources"


def evidence_label() -> str:
    """Name where a rating can be checked."""
    return "Evidence"


def accessed(when: str) -> str:
    """Say when a source was seen."""
    return f"accessed {when}"


def archived() -> str:
    """Name a copy of a source that stays."""
    return "archived copy"


def serves(names: Sequence[str]) -> str:
    """Say what a source is cited for."""
    return f"Cited for {listed(names)}."


def footnotes() -> str:
    """Say where sources stand."""
    return "The sources are the numbered footnotes."


def changes() -> str:
    """Head the changes."""
    return "Changes"


def changes_since(then: date) -> str:
    """Head the changes since a date."""
    return f"Changes since {day(then)}"


def nothing_before() -> str:
    """Say that there is nothing to compare with."""
    return "This is the first assessment of this subject by this framework: there is none to compare it with."


def over_time() -> str:
    """Head what is told of all dates."""
    return "Over time"


def scores_caption(out_of: str, *, spans: bool) -> str:
    """Say what is drawn of scores over time; some may span what they could be."""
    return f"Score over time, {out_of}" + ("; the thin bars span what it could be once all is rated" * spans)


def counts_caption(nouns: str, *, is_judged: bool) -> str:
    """Say what is drawn of counts, date by date."""
    return f"How many {nouns} {'pass' if is_judged else 'are rated'}, by date"


def revised() -> str:
    """Name what was asked otherwise from some date on."""
    return "What was revised"


def revised_on(name: str, when: date, reason: str | None) -> str:
    """Say what was asked otherwise from some date on, and why."""
    return f"{name}, {day(when)}: {reason}" if reason else f"{name}, {day(when)}"


def how_it_is_judged() -> str:
    """Head the rules."""
    return "How it is judged"


def what_is_not_rated() -> str:
    """Name what is done with what is not rated."""
    return "What is not rated"


def the_framework() -> str:
    """Name a framework's own description."""
    return "The framework"


def about() -> str:
    """Head what is told of an assessment's file."""
    return "About this assessment"


def file() -> str:
    """Name the file that a report is made of."""
    return "File"


def framework_facts() -> tuple[str, str, str, str]:
    """Name what tells a framework from others: version, digest, publisher, licence."""
    return "Version", "Digest", "Publisher", "Licence of the framework"


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
    """Say what became of an indicator over time, by a correction, or what it is beside another subject's."""
    words = (is_asked_otherwise and _ASKED.get(kind)) or _BECAME[kind]
    return words[_AT[relation]]


def equal_worth() -> str:
    """Say of something with elements that they changed, and what it is worth did not."""
    return "of equal worth by other ratings"


_WAYS = {1: ", better", -1: ", worse"}


def same_level(nouns: Sequence[str], way: int | None = None) -> str:
    """Say what stayed although a measurement moved, and which way that did: "same level, worse"."""
    otherwise = "" if way is None else ", measured otherwise"
    return f"same {listed(nouns, 'or')}{_WAYS.get(way or 0, otherwise)}"


def threshold_alone() -> str:
    """Say that nothing moved but the threshold."""
    return "same measurement, another threshold"


def then_and_now() -> tuple[str, str]:
    """Name the two sides of a comparison over time."""
    return "Before", "Now"


def kind_caption(words: str, count: int, sides: Sequence[str], *, is_compared: bool) -> str:
    """Return what stands over indicators of which the same is said; of two subjects it names the sides."""
    begin = f"{words[0].upper()}{words[1:]}{'' if is_compared else ', so not compared'} ({count})"
    return f"{begin}: {' → '.join(sides)}" if sides else begin


def dimensions_caption(nouns: str, shown: int, total: int) -> str:
    """Return what stands over dimensions, of which those that did not change may be left out."""
    return nouns if shown == total else f"{nouns} that changed ({shown} of {total})"


def change_columns(relation: str) -> tuple[str, str, str]:
    """Name the columns of an id, of what else there is to say, and of the like-for-like change of a score."""
    by = ("By what was done", "By corrections", "On what both are asked")[_AT[relation]]
    return "Id", "What", by


def score_column() -> str:
    """Name a column of scores then and now."""
    return "Score"


def counts_column() -> str:
    """Name a column of how many have each status now."""
    return "Now"


def grade_column() -> str:
    """Name a column of grades then and now."""
    return "Grade"


def on_some(rated: int, of: int) -> str:
    """Say on how many of those that apply a like-for-like change rests."""
    return f"on {rated} of {of}"


def rated_where(count: str, where: str) -> str:
    """Say how many are rated at both dates, or on both sides."""
    return f"the {count} rated {where}"


def where(*, is_later: bool) -> str:
    """Say where something is rated that can be compared."""
    return "at both dates" if is_later else "on both sides"


def real_change(points: str, basis: str) -> str:
    """Say a like-for-like change with what it rests on; without points that there is none."""
    return f"{points} {basis}" if points else "cannot be told"


def measurement(then: str, now: str, unit: str, way: int | None) -> str:
    """Say what was measured then and now, and which way that is; once, where it is the same."""
    said = f"{then} → {now}" if then != now else now
    return f"{said} {unit}".rstrip() + _WAYS.get(way or 0, "")


def not_measured() -> str:
    """Stand for a measurement that is not there."""
    return "none"


def of_its(number: int, elements: str) -> str:
    """Say how many of something's elements stand below it."""
    return f"{number} of its {elements}"


def was_called(ids: Sequence[str]) -> str:
    """Say which ids an indicator had."""
    return f"was {listed(ids)}"


def scored(scores: Sequence[str]) -> str:
    """Say a score, or two."""
    return f"score {' → '.join(scores)}"


def new_one(*, is_gone: bool = False) -> str:
    """Say that a dimension was not there before, or is not there now."""
    return "no longer there" if is_gone else "new"


def threshold_moved(what: str, measured: str, names: Sequence[str], *, by: str, by_points: bool) -> str:
    """Say that thresholds moved, and what an earlier measurement would be by those after, of a framework."""
    then, today = names
    noun, newer = "points" if by_points else "thresholds", f"those of {by}" if by else "today's"
    return f"{what}: the {noun} moved; by {newer}, {measured} would have been {today}, not {then}."


def thresholds_label() -> str:
    """Name what is said of thresholds."""
    return "Thresholds that moved"


def not_by_deeds() -> str:
    """Say what a mark beside a dimension means."""
    return "* by what is asked or rated, not by what was done."


def who_dated(subject: str, when: str) -> str:
    """Say of whom and of what day results are."""
    return f"{subject}, {when}"


def beside(subject: str, other: str) -> str:
    """Say whom results are of, and beside whom they stand."""
    return f"{subject}, beside {other}"


def stands_beside(up: int, down: int, other: str) -> str:
    """Say in few words how many are higher and lower than those of another subject."""
    return f"{up or 'none'} higher, {down or 'none'} lower than {other}"


def corrected_moved(up: int, down: int, *, is_record_same: bool) -> str:
    """Say in few words what was corrected."""
    return "no rating changed" if is_record_same else f"corrected: {moved(up, down)}"


def two_of_a_day(up: int, down: int) -> str:
    """Say in few words how one of two assessments of a day differs from the other."""
    return f"{up or 'none'} higher, {down or 'none'} lower than the other of that day"


def steps(up: int, down: int, total: int, noun: str) -> str:
    """Say how many of those that can be compared went up and down."""
    if not up and not down:
        return f"None of {total} {noun} went up or down." if total else "Nothing can be compared."
    return f"{up or 'None'} of {total} {noun} went up, {down or 'none'} went down."


def moved_back(moved: str, when: date) -> str:
    """Say in few words what changed where the later date stands before."""
    return f"{moved}, read backwards from {day(when)}"


def file_moved() -> str:
    """Say in few words that a file has another name."""
    return "its file was moved"


def relation(
    relation: str, *, is_moved: bool, is_backwards: bool, is_same_record: bool, is_one_file: bool
) -> str:
    """Say what the two sides are to each other, where it is not a later date."""
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
    return "" if is_same_record else "The record was corrected, which is no change in the world."


def stood(noun: str, then: str, relation: str, other: str) -> str:
    """Say what verdict or grade there was before, or another subject has."""
    if relation == "other":
        return f"The {noun} of {other} is {then}."
    return f"The {noun} was {then} before."


def not_given() -> str:
    """Stand for a verdict or grade that a framework does not give."""
    return "not given"


def stands_above(one: str, other: str, change: int, shown: str) -> str:
    """Say how far one subject's score is from another's."""
    if not change:
        return f"The scores of {one} and {other} are equal"
    return f"The score of {one} is {shown} points {'above' if change > 0 else 'below'} that of {other}"


def not_told(relation: str) -> str:
    """Go on where nothing of a change of a score can be compared."""
    where = "both times" if relation == "later" else "on both sides"
    what = "; how much of it was done cannot be told" if relation == "later" else ""
    return f"{what}: nothing that is asked alike is rated {where}."


def score_alone(then: str, now: str, none: str) -> str:
    """Say two scores one of which is not there."""
    return (
        f"There was no score before; now it is {now}."
        if then == none
        else f"The score was {then}; now there is none."
    )


def other_scale(out_of: str, first: str) -> str:
    """Say that a side was published by another full score."""
    return f"All scores are told {out_of}; the first was published out of {first}."


def unlikely(noun: str, label: str, became: str, relation: str) -> str:
    """Say where a verdict or grade comes from that nothing comparable brought about."""
    verb = "" if relation == "later" else "is "
    return (
        f"The {noun} differs although no {label} that can be compared {verb}{became}: "
        "it comes from what is asked or rated."
    )


def same_test(relation: str) -> str:
    """Say that both sides were judged by the same."""
    return "The test is the same." if relation == "later" else "The test is the same on both sides."


def reworded_test() -> str:
    """Say that a framework's text is another under one version."""
    return "The test's text is not the same on both sides, although its version is."


def changed_test(then: str, now: str, apart: int, asked: str, *, is_backwards: bool) -> str:
    """Say that a test changed, and how much of it cannot be compared."""
    back = "; the newer version is on the left" if is_backwards else ""
    also = f"; {asked} {'is' if apart == 1 else 'are'} asked otherwise or on one side only" if apart else ""
    return f"The test changed, from version {then} to {now}{back}{also}."


def tags(then: str, now: str, relation: str) -> str:
    """Say that a subject's tags are others, so that not the same is asked of both sides."""
    whose = "Their" if relation == "other" else "Its"
    return f"{whose} tags are not the same ({then} → {now}), so not the same is asked."


def no_tags() -> str:
    """Stand for tags where there are none."""
    return "none"


def provisional_sides(ends: Sequence[tuple[str, str]]) -> str:
    """Say of which sides too little is rated, and where their scores will end."""
    named = [f"{name.lower()}," if name in then_and_now() else f"of {name}," for name, _ in ends]
    said = [f"{name} {bounds}" for name, (_, bounds) in zip(named, ends, strict=True)]
    said[0] = f"{named[0]} it will end {ends[0][1]}"
    return f"Too little is rated to quote a score: {'; '.join(said)}."


def drafts(days: Sequence[str]) -> str:
    """Say which sides are not published."""
    return f"DRAFT, not published: {listed(days)}."


def stale_side(when: str) -> str:
    """Say of one side that a framework's text is not the one that was rated by."""
    return f"{when}: the framework has changed since these ratings were made, although its version has not."


def broken_chain(why: str) -> str:
    """Say that ids alone say what belongs together."""
    return f"Versions are missing: {why}; so what has the same id is compared."


def dated(when: date, suffix: str) -> str:
    """Return a date with what tells two assessments of that day apart."""
    return f"{day(when)} ({suffix})" if suffix else day(when)


def compared_title(subject: str, now: str, then: str, *, other: str, is_moved: bool) -> str:
    """Return the title of a comparison."""
    if is_moved:
        return f"{subject}, {now}: moved"
    if other:
        return f"{subject}, {now}, beside {other}, {then}"
    return f"{subject}, {now}: before and now" if then == now else f"{subject}: {then} → {now}"


def draft_title(title: str) -> str:
    """Mark a title as that of a draft."""
    return f"DRAFT: {title}"


def rated_as_before(nouns: str, relation: str) -> str:
    """Say that no rating changed."""
    return f"all {nouns} are rated {'alike' if relation == 'other' else 'as before'}"


def each_as_before(noun: str) -> str:
    """Say in few words that no rating changed."""
    return f"each {noun} is rated as before"


def written_otherwise(things: Sequence[str], *, is_hinted: bool) -> str:
    """Go on with what is written otherwise, although rated alike."""
    return (
        f"; what is written about {listed(things)} differs{' (--detail full shows it)' if is_hinted else ''}"
    )


def of_them(count: int) -> str:
    """Return how many of those that were named."""
    return f"{count} of them"


def nothing_changed(words: str, *, is_reworded: bool, is_same_result: bool) -> str:
    """Say that nothing changed, or that only the framework did."""
    if is_same_result:
        return f"{'No rating changed' if is_reworded else 'Nothing changed'}: {words}."
    return f"{words[0].upper()}{words[1:]}. What differs in the results comes from the framework alone."


def full_facts() -> tuple[str, str, str, str]:
    """Name what is told in full of a comparison: the sum, its terms, the framework, the files."""
    return "Score", "Terms", "Framework", "Files"


_TERMS = ("real", "rated otherwise", "like for like")


def sum_words(relation: str, change: str, real: str, coverage: str, framework: str) -> str:
    """Say a change as a sum, whose parts have signs: `real` as it is, the others apart from their signs."""
    return f"{change} = {real} {_TERMS[_AT[relation]]} {coverage} coverage {framework} framework"


def sum_alone(relation: str, change: str, real: str | None) -> str:
    """Say a change without parts: all of it like for like, nothing of it, or that alone."""
    term = _TERMS[_AT[relation]]
    if real is None:
        return f"{change}, nothing in it can be compared" if change else ""
    return f"{change}, all of it {term}" if change else f"{real} {term}"


def no_change() -> str:
    """Say that two scores are the same."""
    return "no change"


def terms(relation: str) -> str:
    """Explain the terms of a sum."""
    return (
        f"{_TERMS[_AT[relation]]}: on what is asked alike and rated on both sides; "
        "coverage: other answers count; framework: the test is another"
    )


def framework_of(title: str, then: str, now: str) -> str:
    """Name a framework with its version, or its two."""
    return f"{title} ({then if then == now else f'{then} → {now}'})"


def is_now(who: str, what: str, was: str, verb: str, now: str) -> str:
    """Say aloud that what is published is turned."""
    return f"{who}: the {what} was {was} and {verb} {now}."


# Two frameworks ---------------------------------------------------------------------------------

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
    """Say of what kind a change of a framework is."""
    return _CLASSES[change_class]


def class_counts(counts: Mapping[str, int]) -> str:
    """Say how many changes there are of each kind."""
    return f"Changed: {', '.join(f'{class_word(each)} ({count})' for each, count in counts.items())}."


def key_words(key: str) -> str:
    """Return what a key of a file is called."""
    return _KEYS.get(key, key.replace("_", " "))


_VALUES = {
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
    """Return what a word of a file means."""
    return _VALUES.get(value, value)


def framework_title(title: str, way: str) -> str:
    """Return the title of a comparison of frameworks."""
    return f"{title}: changes of {way}"


def versions(then: str, now: str) -> str:
    """Say which versions are compared."""
    return f"version {now}" if then == now else f"version {then} → {now}"


def stay_comparable(count: int, total: int, noun: str) -> str:
    """Say in few words how many can be compared with before."""
    return f"{count} of {total} {noun} can be compared with before"


def nothing_breaks(noun: str) -> str:
    """Say that all can be compared."""
    return f"Every {noun} can still be compared with before."


def counted_now(counted: str) -> str:
    """Say how many indicators there are now."""
    return f"It now has {counted}."


def version_lowered() -> str:
    """Say that versions stand the wrong way round."""
    return "The newer version stands before, so every change reads backwards."


def version_raised_alone() -> str:
    """Say that a version was raised for nothing."""
    return "The version was raised, although no result depends on what changed."


def version_not_raised() -> str:
    """Say that a version should have been raised."""
    return (
        "The version was not raised although the digest changed: assessments made under it "
        "would now be scored by another test."
    )


def step_by_step(chain: Sequence[str]) -> str:
    """Say by way of which versions two are compared."""
    return f"Compared step by step: {' → '.join(chain)}."


def same_framework(*, is_digest_changed: bool) -> str:
    """Say that nothing changed that counts."""
    words = "Nothing changed in what is asked or how it is judged."
    others = "something that is not counted, the order, a scale's name, or the way a rule is written"
    return f"{words} The digest changed all the same: {others}." if is_digest_changed else words


def breaking_caption(count: int, *, is_breaking: bool) -> str:
    """Return what stands over changes after which something cannot, or can, be compared."""
    return f"{'Cannot be compared with before' if is_breaking else 'Breaks no comparison'} ({count})"


def least_alike_caption(shown: int, total: int) -> str:
    """Return what stands over the requirements that changed most."""
    return f"Asked otherwise, the least alike first ({shown if shown == total else f'{shown} of {total}'})"


def rescaled_note(noun: str, *, has_points: bool) -> str:
    """Say why measurements stay comparable though their thresholds moved."""
    return (
        f"Where only the thresholds{', the points' * has_points} or the scale of a measured {noun} changed, "
        "earlier measurements are rated again by the new ones, so they can still be compared."
    )


def either(one: str, other: str) -> str:
    """Name one thing or another."""
    return f"{one} or {other}"


def whole_row() -> str:
    """Stand for the id of the whole."""
    return "(the whole)"


def framework_columns() -> tuple[str, str]:
    """Name the columns of what a change is of, and what changed."""
    return "Change", "What"


def words_alike(share: str, *, is_exact: bool) -> str:
    """Say how alike two texts are."""
    return f"{'' if is_exact else 'at most '}{share} of the words alike"


def from_place(then: str | None, now: str | None) -> str:
    """Say from which dimension to which something moved; without one it stands at the top."""
    return f"from {then or 'the top'} to {now or 'the top'}"


def weights(then: str, now: str) -> str:
    """Say a weight before and after."""
    return f"weight {then} → {now}"


def reworded_alike() -> str:
    """Say that a requirement has other words and asks the same."""
    return "the requirement is reworded, and declared comparable"


def keys_changed(keys: Sequence[str]) -> str:
    """Say which texts changed."""
    return f"{listed(keys)} changed"


def key_changed(key: str, then: str | None, now: str | None) -> str:
    """Say a short text before and after."""
    return f"{key} {' → '.join('none' if each is None else f'“{each}”' for each in (then, now))}"


def also(words: str, keys: Sequence[str]) -> str:
    """Go on with what else changed."""
    return f"{words}; also {listed(keys)}"


def rule_items() -> str:
    """Name what a rule speaks of where that is of several kinds."""
    return "items"


def no_rule(key: str, noun: str) -> str:
    """Stand for a rule that is not there."""
    return {"applies_to": "all", "counts_as": f"the {noun} in it"}.get(key, "none")


def rule_changed(key: str, then: str, now: str, *, is_overall: bool) -> str:
    """Say a rule before and after."""
    return f"{'the whole: ' * is_overall}{key_words(key)}: {then} → {now}"


def yes_or_no(value: bool) -> str:
    """Say what is so or not."""
    return "yes" if value else "no"


def of_one(share: str) -> str:
    """Say a share that has no short decimal form."""
    return f"{share} (of 1)"


def grade_rule(grade: str, rule: str) -> str:
    """Say by which rule a grade is given; without one to the rest."""
    return f"{grade} when {rule}" if rule else f"else {grade}"


def reworded_heading(name: str, *, is_comparable: bool) -> str:
    """Return what stands over a requirement then and now."""
    return f"{name}: reworded, {'can still' if is_comparable else 'cannot'} be compared"


def requirement_label() -> str:
    """Name what is asked."""
    return "Requirement"


def none_affected() -> str:
    """Say that no assessment was made under either version."""
    return "No assessment here was made under either version."


def affected(assessments: str, subjects: str) -> str:
    """Say how many assessments were made under either version."""
    return f"Made under either version: {assessments} of {subjects}"


def made_under(subject: str, days: Mapping[str, Sequence[str]]) -> str:
    """Say which assessments of a subject were made under which version."""
    return f"{subject}: " + "; ".join(f"{', '.join(found)}, under {ref}" for ref, found in days.items())


# Since a revision -------------------------------------------------------------------------------


def since_title(revision: str) -> str:
    """Return the title of all that differs from a revision."""
    return f"Changes since {revision}"


def differs(assessments: str, frameworks: str, revision: str) -> str:
    """Say how much differs from a revision."""
    said = listed([each for each in (assessments, frameworks) if each])
    verb = "differs" if said.startswith("1 ") and " and " not in said else "differ"
    return f"{said} {verb} from {revision}."


def nothing_differs(revision: str, drafts: str) -> str:
    """Say that nothing differs from a revision, but for drafts."""
    return f"Nothing in this project differs from {revision}{f', apart from {drafts}' if drafts else ''}."


def since_captions(revision: str) -> dict[str, str]:
    """Name the groups of what differs."""
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
    """Say for what a change of a framework breaks comparison."""
    return f"{ids} cannot be compared with before" if ids else "all can be compared with before"


def version_kept() -> str:
    """Say that a changed framework has its old version."""
    return "the version was not raised"


def more(count: int) -> str:
    """Stand for the rest of a list."""
    return f"{count} more"


def at_same(count: int, same: str) -> str:
    """Say how many are measured otherwise and stay where they were."""
    return f"{count} measured otherwise, at the {same}"


def since_row(who: str, since: str, *, is_moved: bool) -> str:
    """Say of which assessment a row is, and with what it is compared where that is another date."""
    return f"{who}, moved" if is_moved else f"{who}, since {since}" if since else who


def row_score(then: str, now: str, real: str, *, is_all_real: bool, is_provisional: bool) -> str:
    """Say in a row how a score changed, and how much of that is like for like."""
    said = f"score {then} → {now}"
    said += "" if is_all_real else f" ({real or 'none'} by what was done)"
    return f"{said}, too little rated to quote" if is_provisional else said


def scored_new(standing: str, out_of: str) -> str:
    """Say by what score a new assessment stands."""
    return f"score {standing} {out_of}"


# A comment for a pull request -------------------------------------------------------------------


def rows_left_out(count: int) -> str:
    """Say how many rows of a table had no room."""
    return f"({count} more {'row' if count == 1 else 'rows'})"


def reports_left_out(count: int) -> str:
    """Say how many results had no room, before they are named."""
    return (
        f"{count} more {'result has' if count == 1 else 'results have'} no room here (--detail full has all):"
    )


def files_left_out(count: int) -> str:
    """Say how many more results have no room for a name."""
    return f"and {count} more"


# Trends -----------------------------------------------------------------------------------------


STAGE = "Stage"
SUBJECT = "Subject"
FRAMEWORK = "Framework"
RESULT = "Result"
VERSIONS = "Versions"
CHAIN_BROKEN = "Versions apart"
LEFT_OUT = "Left out"
SHOWN = "Shown"
THAT_CHANGED = "changed"
WHAT_WAS_REVISED = "Asked otherwise"
ID = "Id"
SCORE = "Score"
RATED = "Rated"
CHANGE = "Change"
SINCE_THE_DATE_BEFORE = "by what was done since the date before"
NO_CHANGE = "none"
MEASURED = "measured"
ASKED_OTHERWISE = "asked otherwise"
"""What things are called in tables and lists of facts, and what a filter left."""


def trend_title(subject: str, first: date, last: date) -> str:
    """Return what a page is called that shows a subject from date to date."""
    return f"{subject}: {day(last) if first == last else f'{day(first)} to {day(last)}'}"


def not_published(days: Sequence[str]) -> str:
    """Say which dates are drafts."""
    return f"DRAFT, not published: {listed(days)}"


def stands_since(standing: str, since: str, version: str, by: str) -> str:
    """Say since when a result holds, and since when by this version, where that is younger."""
    return f"{standing} since {since}" + (f", by version {version} since {by}" if by else "")


def version_dates(versions: Sequence[tuple[str, date]]) -> str:
    """Say from when on which version was used."""
    return listed([f"{each} from {day(first)}" for each, first in versions])


def by_ids_alone(reason: str) -> str:
    """Say why two versions cannot be joined, and what is done all the same."""
    return f"{reason}; what has the same id is taken for the same"


def only_dates(first: date | None, last: date | None) -> str:
    """Say which dates are shown."""
    ends = (("from", first), ("to", last))
    return " ".join(["only dates", *(f"{word} {day(each)}" for word, each in ends if each)])


def since_the_first(moved: str, when: str) -> str:
    """Say what changed from the first of all dates to the last."""
    return f"Since {when}: {moved}."


def nothing_on_both() -> str:
    """Say that what was done cannot be told."""
    return "What was done in that time cannot be told: nothing that can be compared is rated both times."


def by_date(nouns: str) -> str:
    """Say what a table of words shows."""
    return f"{nouns} by date"


def version(version: str, *, is_new: bool) -> str:
    """Return a version, and whether it is another than before."""
    return f"now {version}" if is_new else version


def passing_row(labels: Labels) -> str:
    """Name the row of how many pass."""
    return labels.get(Status.PASS, "Pass")


def share(count: int, total: int) -> str:
    """Say how many of how many."""
    return f"{count} of {total}"


def of_those_that_apply(noun: str) -> str:
    """Say of what a count is."""
    return f"of the {noun} that apply"


def change_on(change: str, count: int, *, are_few: bool) -> str:
    """Return a change in points with the number of answers that it rests on."""
    return f"{change} on {count}{' (few)' if are_few else ''}"


def in_unit(unit: str) -> str:
    """Say in which unit something is measured."""
    return f"in {unit}"


def threshold_mark(*, by_points: bool) -> str:
    """Mark a rating whose thresholds moved, or its points."""
    return f"{'points' if by_points else 'threshold'} moved"


def score_change_legend(noun: str, *, is_few: bool, are_several: bool) -> list[str]:
    """Explain the row of changes in points."""
    said = [f"Change: in points, on as many {noun} as are asked alike and rated both times."]
    said += [f"few: under half of the {noun} that apply."] if is_few else []
    no_sum = f"Changes do not add up: each rests on the {noun} rated at its own two dates."
    return said + [no_sum] * are_several


def moves_legend(noun: str, has_elements: bool) -> str:
    """Explain the row of changes where no scores are shown."""
    level = "" if has_elements else " a level"
    return f"Change: how many {noun} that are asked alike went up or down{level}."


def bounds_legend() -> str:
    """Explain two numbers of a score."""
    return "Two numbers of a score: once all is rated, it will lie between them."


def threshold_legend(*, by_points: bool) -> str:
    """Explain the mark of a rating whose thresholds moved, or its points."""
    if by_points:
        return (
            "points moved: we changed what measurements score; by now the one before would score otherwise."
        )
    return "threshold moved: we moved it; by the new one, the measurement before would be rated otherwise."


def revised_legend() -> str:
    """Explain the mark of what is asked otherwise than before."""
    return "asked otherwise: what is asked changed, so it is not compared with the date before."


# Leagues ----------------------------------------------------------------------------------------

RANK, DATE, SCORES, NAME, TIED, NO_RANK = "Rank", "Date", "Scores", "name", "tied", "none"
MEAN_SCORE, MAY_BECOME, BY_TAG = "Mean score", "May become", "By tag"
LEAGUE_TABLE, SIDE_BY_SIDE = "league table", "side by side"
ITS_LATEST_DATE = "its latest date"
"""What columns and lists of leagues are called, and what stands in them."""


def subjects_at(count: int, dates: str, one_day: date | None) -> str:
    """Say how many subjects there are, and of which dates: one day where all have that."""
    if one_day:
        return f"{count}, {'all ' * (count > 1)}of {day(one_day)}"
    return f"{count}, each at {dates}"


def subjects_alone(count: int) -> str:
    """Say how many subjects there are, where nothing else can be said of them."""
    return f"{count} subjects"


def other_versions() -> str:
    """Warn that another version has a league of its own."""
    return "Not comparable with the other versions' tables"


def group_grades(graded: Sequence[tuple[str, int]], total: int) -> str:
    """Say how many subjects have which grade."""
    undecided = total - sum(count for _, count in graded)
    said = [f"{count} {grade}" for grade, count in graded]
    said += [f"{undecided} not decided yet"] if undecided else []
    return f"of {total} subjects {listed(said)}"


def half_score(score: str) -> str:
    """Say which score half of a group reach."""
    return f"half score {score} or more"


def the_date_before() -> str:
    """Say since when, where subjects have other dates."""
    return "the date before"


def of_tag(tag: str, said: str) -> str:
    """Say something of the subjects that have a tag."""
    return f"{tag}: {said[0].lower()}{said[1:]}"


def order_is_open(nouns: str) -> str:
    """Say why ranks are marked."""
    return f"the order may still change: not all {nouns} are rated."


def same_scores() -> str:
    """Say why subjects are tied."""
    return "their scores are the same as they are shown."


def subjects_by(order: str) -> str:
    """Name a list of subjects that are not ranked."""
    return f"subjects by {order}"


def no_ranking(order: str, *, and_passes: bool) -> str:
    """Say by what subjects are ordered that are not ranked."""
    more = ", then by how much passes" if and_passes else ""
    return f"No scores are shown, so there are no ranks: the order is by {order}{more}."


def span(low: str, high: str) -> str:
    """Return two ends of what a score may become."""
    return f"{low}–{high}"


def tallies_title(is_judged: bool, has_means: bool) -> str:
    """Say in which order indicators are told of all subjects."""
    return "which fail most" if is_judged else "which score lowest" if has_means else "which are rated"


def tallies_caption(is_judged: bool, has_means: bool) -> str:
    """Say what is counted of indicators."""
    if is_judged:
        return "How many subjects pass and fail, most failing first, then most partial"
    return f"How many subjects are rated{'; the lowest mean score first' if has_means else ''}"


def who_fails(is_judged: bool) -> str:
    """Name the column of subjects that fail, or score least."""
    return "Who fails" if is_judged else "Who scores least"


# Rating, question by question; what becomes of files --------------------------------------------

_TALK = {
    # what stands over parts of a question
    "commands": "Help",
    "complete": "Complete",
    "correction": "Correction",
    "evidence": "Evidence",
    "file": "File",
    "framework": "Framework",
    "last": "Last time",
    "more": "What else?",
    "now": "Now",
    "progress": "Ratings",
    "score": "Score now",
    "stage": "Stage",
    "to-confirm": "To confirm",
    "unsaved": "Not saved",
    "warning": "Warning",
    "why": "Why?",
    # how far ratings have come
    "not-rated": "Not rated",
    "without-a-valid-rating": "Without a valid rating",
    "without-a-reason": "Without a reason",
    "without-evidence": "Without evidence",
    "of": "{count} of {total}",
    "draft": "DRAFT, not published",
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
    "assessment": "Assessment",
    "result": "Result",
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
    """Say what a level means, where its name does not."""
    return level if level.casefold() == status.casefold() else f"{level}: {status}"
