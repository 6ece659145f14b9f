"""The codes that no rule has, with their manual pages: what the reader and the shape refuse, and others."""

import re
from collections.abc import Iterator, Mapping

from scorecard.diagnostics import Code, Severity

_HEADING = re.compile(r"^(SC[0-9]{3}) ([a-z0-9-]+) \((error|warning)\)\n\n", re.MULTILINE)
_PAGES = r"""
SC001 cannot-read-file (error)

The file cannot be opened: it is not there, or its permissions forbid it.

Nothing can be said about a file that cannot be read, so no result uses it. Check the name for a
slip of the pen, and ask whoever owns the file for permission to read it.

Bad:

    A path with a slip: assesments/springfield/2021-03-11.yaml

Good:

    The file's path as it is: assessments/springfield/2021-03-11.yaml

SC002 file-too-big (error)

The file is larger than 16 MiB.

A framework or an assessment of any real size is far smaller, so this is probably another file
under a wrong name, or one that has a document pasted into it. Keep the document elsewhere and
name it under `sources`.

Bad:

    A file of 20 MiB, with the text of a whole report in it.

Good:

    A file of a few hundred lines that cites the report under `sources`.

SC003 not-utf8 (error)

The file is not UTF-8 text.

In another encoding the letters beyond a to z would be read as something else, and names would
change without anybody noticing. Save the file again and choose UTF-8 as its encoding; a byte
order mark does no harm.

Bad:

    A file saved as "Windows-1252", "Latin-1" or "Unicode" (UTF-16).

Good:

    The same file saved as "UTF-8".

SC004 empty-file (error)

The file holds nothing, or nothing but comments.

An empty file is mostly one that was begun and forgotten, or saved before it was finished. Write
what belongs into it, or delete it. `scorecard init` and `scorecard new` write files to start
from.

Bad:

    # to be written

Good:

    # to be written
    kind: framework

SC005 control-character (error)

A control character stands in the file, typed or escaped.

Control characters cannot be seen. They come in when text is copied from a PDF or a terminal,
and they make texts that look equal differ. Delete the character; where a new line was meant,
write a new line.

Bad:

    title: "Clean\u0007 air"

Good:

    title: "Clean air"

SC006 link-leads-out (error)

The file, or a folder above it, is a symbolic link that leads out of the project or into `.git`.

What is there is not part of the project: others who have a copy of it would not find it. A link in
somebody else's change could also bring a file of your machine into reports and logs. So it is
neither read nor shown. Put the file itself in the link's place, or remove the link; links to other
places in the project are followed.

Bad:

    assessments/springfield/2021-03-11.yaml is a link to ../../../reviews/springfield.yaml

Good:

    assessments/springfield/2021-03-11.yaml is a link to ../../drafts/springfield.yaml

SC010 yaml-syntax (error)

The text is not YAML, so it cannot be read.

The remark says what most probably went wrong, and where: with that mended, reading goes on.
Where no such slip is found it stands where reading stopped; the cause is there or in the lines
just above. By far the most common cause is ordinary prose with a colon and a space in it. Put
such a text in quotes, or write `|` after the key and put the text on the next lines, two spaces
further in: there every character is just text. A merge conflict is shown where it begins.

Bad:

    title: Clean air: the first review
    summary: A start.

Good:

    title: "Clean air: the first review"
    summary: |
      A start: no more than that.

SC011 duplicate-key (error)

A mapping has the same key twice.

Only one of the two values could count, and nothing says which was meant. Many programs keep the
last and drop the other in silence. Keep the right one and delete the other.

Bad:

    title: Clean air
    licence: CC-BY-4.0
    title: Clean city air

Good:

    title: Clean city air
    licence: CC-BY-4.0

SC012 yaml-anchor (error)

A value begins with `&`, which YAML takes for an anchor, a name for a value to be repeated
elsewhere.

Anchors are not part of the format: what stands at a place must be read at that place. Delete
the anchor; put a text that really begins with `&` in quotes.

Bad:

    title: &name Clean city air

Good:

    title: Clean city air
    publisher: "& Company"

SC013 yaml-alias (error)

A value begins with `*`, which YAML takes for an alias, a reference to a value elsewhere.

Aliases are not part of the format: what stands at a place must be read at that place. Write the
value out again; put a text that really begins with `*`, such as text in bold, in quotes or
after `|`.

Bad:

    title: *name

Good:

    title: Clean city air
    summary: "*Read this first.*"

SC014 yaml-merge-key (error)

A mapping has the key `<<`, which takes keys over from another mapping.

Merge keys are not part of the format: what a mapping holds must be written in it, so that a
reader sees it and a change elsewhere cannot alter it. Write the keys out.

Bad:

    subject:
      <<: {name: Springfield}
      id: springfield

Good:

    subject:
      name: Springfield
      id: springfield

SC015 yaml-tag (error)

A value begins with `!`, which YAML takes for a tag that gives the value a type.

Tags are not part of the format: every value is text until its place gives it a type, and some
programs run code for a tag. Delete the tag; put a text that really begins with `!` in quotes.

Bad:

    version: !str 2.0

Good:

    version: 2.0
    title: "!important"

SC016 yaml-directive (error)

The file begins with a directive, a line whose first character is `%`.

Directives change how the rest of a file is read and are not part of the format. Delete the
line.

Bad:

    %YAML 1.2
    ---
    title: Clean city air

Good:

    title: Clean city air

SC017 second-document (error)

A second document begins in the file, after a line `---`.

One file holds one framework or one assessment, found by the file's name; a second one would
never be found. Move it to a file of its own. A single `---` at the very top of a file is fine.

Bad:

    title: First review
    ---
    title: Second review

Good:

    ---
    title: First review

SC018 nested-too-deep (error)

More than 50 lists and mappings stand inside one another.

No framework needs this depth, and no reader could follow it. It is mostly a file that a program
wrote by mistake. Flatten it: dimensions may hold dimensions, but two or three levels are
plenty.

Bad:

    x-deep: [[[[[[[[[[[[[[[[[[[[[[[[[
      [[[[[[[[[[[[[[[[[[[[[[[[[
      ]]]]]]]]]]]]]]]]]]]]]]]]]
      ]]]]]]]]]]]]]]]]]]]]]]]]]

Good:

    x-deep: [[[one list in another, in another]]]

SC019 key-not-text (error)

A key is not a text, or there is none before a colon.

Every value is named by a key that is a text. A bracket where a key is expected is mostly a text
that should have been in quotes; a colon without a key is mostly one that was typed by accident.

Bad:

    [act]: Clean Air Act

Good:

    "[act]": Clean Air Act

SC030 unused-suppression (warning)

A comment suppresses a warning that its line does not have.

It was mended, or the comment names no code or a wrong one, or it stands on another line than
the warning. Left in the file, it would hide the next warning, which nobody has looked at. Take
it out, or move it to the line that the warning names. Errors cannot be suppressed; they have to
be mended.

Bad:

    ratings:
      "1.2": fail  # scorecard: ignore[SC420] known to all

Good:

    ratings:
      "1.2": pass  # scorecard: ignore[SC420] known to all

SC031 remarks-left-out (warning)

There are more remarks on the file than are told.

Of a file a thousand remarks are told at most, errors before warnings: so many have one cause or
two. Mostly the file belongs to another framework, or was made by a program. Mend the first ones
and check again.

Bad:

    An assessment with two thousand ratings of which each cites a source without a place in it.

Good:

    The same with a `locator` for each.

SC101 missing-key (error)

A mapping lacks a key that it needs, or the key is there without a value.

What is missing cannot be guessed: an indicator without a requirement, for example, leaves open
what is judged. The remark points at the mapping that lacks the key; add the line there.

Bad:

    dimensions:
      - id: "1"
        title: Limits
        indicators:
          - id: "1.1"
            title: Fine particles

Good:

    dimensions:
      - id: "1"
        title: Limits
        indicators:
          - id: "1.1"
            title: Fine particles
            requirement: The annual mean meets the guideline.

SC102 unknown-key (error)

A mapping has a key that the format does not know.

Mostly it is a slip of the pen, or a key that stands at another level than was meant. Passing
over it would lose what was written. Mend the key. A key of your own may stand anywhere if it
begins with `x-`.

Bad:

    publiser: The ministry

Good:

    publisher: The ministry
    x-owner: Unit B

SC103 wrong-type (error)

One kind of value stands where another is wanted: a text in place of a list or of lines with
keys, or the other way round.

Check the indentation first: a line too far in or out changes what it belongs to. A list has a
dash before each item; a mapping has lines of the form `key: value`.

Bad:

    sources: Clean Air Act

Good:

    sources:
      act:
        title: Clean Air Act

SC104 value-not-allowed (error)

The text is not one of those that its place allows.

Some places take only a few fixed words, because a result depends on them. The remark lists the
words.

Bad:

    aggregation: average

Good:

    aggregation: mean-of-dimensions

SC105 out-of-range (error)

A number is outside the range that its place allows.

Weights are above 0; the values of levels, scores and coverage lie from 0 to 1; the `share` of a
rule is above 0 and at most 1; the number of an `at_least` rule is a whole number from 1. A
figure in per cent has to be divided by 100.

Bad:

    minimum_coverage: 60

Good:

    minimum_coverage: 0.6

SC106 bad-number (error)

The text is not a number as the format writes numbers.

Results are computed exactly, so a number must have one meaning only: digits with a point
(`0.5`, `-12`), at most eighteen before the point and eighteen after it, or a fraction of two
whole numbers (`2/3`). Units, per cent signs, decimal commas and separators between thousands
have to go.

Bad:

    minimum_coverage: 60 %

Good:

    minimum_coverage: 0.6

SC107 bad-boolean (error)

The text is neither `true` nor `false`.

Words such as yes and no mean different things to different programs; these two mean one thing
to all.

Bad:

    show_score: no

Good:

    show_score: false

SC108 bad-date (error)

The text is not a date, or the calendar does not have that day.

Dates order assessments and decide which one is the latest, so they have one form: year, month
and day, as in `2021-03-11`. For the dates of sources the year, or year and month, will do.

Bad:

    date: 11 March 2021

Good:

    date: 2021-03-11

SC109 bad-id (error)

The text cannot be an id.

Ids are what files, ratings and evidence name things by, so they are short and plain: letters
without accents, digits, point, hyphen and underscore, beginning with a letter or a digit. Ids
of frameworks and subjects are file names too and have lower-case letters only. What readers see
is the title or the name, and that may hold anything.

Bad:

    sources:
      Air plan 2021: {title: Air plan 2021}

Good:

    sources:
      air-plan-2021: {title: Air plan 2021}

SC110 bad-version (error)

The text is not a version.

Versions are put in order to tell which is newer, so they are whole numbers without leading
zeros, joined by points. `1.10` is newer than `1.9`, and `2` is the same as `2.0`. What a
version is about goes into `note`.

Bad:

    version: v2 (draft)

Good:

    version: "2.0"

SC111 bad-framework-reference (error)

The text does not name a framework and its version.

An assessment holds under one version only: under another the same ratings might give another
result. Write the framework's id, an `@`, and the version.

Bad:

    framework: city-air

Good:

    framework: city-air@2.0

SC112 bad-rule (error)

The value is not a rule for passing.

Verdicts follow from these rules, so nothing is guessed. A rule is `all`, `any` or `none-fail`,
or one amount in braces: `{at_least: 2}` items that pass, a `{share: 2/3}` of them, or a
`{score: 0.5}`. `partial_when` may also be `never`.

Bad:

    pass_when: most

Good:

    pass_when: {share: 2/3}

SC113 empty-text (error)

A text is empty where one is needed.

Titles, requirements and names are shown to readers; an empty one leaves a hole in every report.
Write the text. A key that may be left out is better left out.

Bad:

    title: ""

Good:

    title: Clean city air

SC114 empty-list (error)

A list or a mapping is empty where at least one entry is needed.

A scale without levels leaves nothing to rate with, and a measure without bands gives no level.
List what belongs there, or take the key out: without `scales`, for example, a framework has the
scale pass, partial, fail.

Bad:

    scales: {}

Good:

    scales:
      rating:
        - {id: met, value: 1, status: pass}
        - {id: unmet, value: 0, status: fail}

SC115 bad-language (error)

The text is not a language tag.

Screen readers and browsers read a report in the language that its framework names, and know it
only by a tag such as `en`, `pt-BR` or `zh-Hans` (the standard is called BCP 47).

Bad:

    language: français (Canada)

Good:

    language: fr-CA

SC401 framework-not-found (error)

An assessment names a framework that neither the project nor the package has.

Without its framework an assessment cannot be scored. Look for a slip in the id or the version;
the remark names what there is. `scorecard list` shows every framework.

Bad:

    framework: city-air@3.0

Good:

    framework: city-air@2.0
"""


def _parse_pages(text: str) -> Iterator[Code]:
    """Yield the codes of pages that stand below one another, each under its number, name and severity."""
    _, *parts = _HEADING.split(text)
    for number, name, severity, manual in zip(*[iter(parts)] * 4, strict=True):
        yield Code(number=number, name=name, severity=Severity(severity), manual=manual.strip())


CODES: Mapping[str, Code] = {code.name: code for code in _parse_pages(_PAGES)}
