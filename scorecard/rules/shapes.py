"""Codes SC1xx, which no rule has: a file lacks its model's shape."""

from scorecard.rules.codes import error

SHAPE = (
    error(
        "SC101",
        "missing-key",
        """
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
        """,
    ),
    error(
        "SC102",
        "unknown-key",
        """
        A mapping has a key that the format does not know.

        Mostly it is a slip of the pen, or a key that stands at another level than was meant. Passing
        over it would lose what was written. Mend the key. A key of your own may stand anywhere if it
        begins with `x-`.

        Bad:

            publiser: The ministry

        Good:

            publisher: The ministry
            x-owner: Unit B
        """,
    ),
    error(
        "SC103",
        "wrong-type",
        """
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
        """,
    ),
    error(
        "SC104",
        "value-not-allowed",
        """
        The text is not one of those that its place allows.

        Some places take only a few fixed words, because a result depends on them. The remark lists the
        words.

        Bad:

            aggregation: average

        Good:

            aggregation: mean-of-dimensions
        """,
    ),
    error(
        "SC105",
        "out-of-range",
        """
        A number is outside the range that its place allows.

        Weights are above 0; the values of levels, scores and coverage lie from 0 to 1; the `share` of a
        rule is above 0 and at most 1; the number of an `at_least` rule is a whole number from 1. A
        figure in per cent has to be divided by 100.

        Bad:

            minimum_coverage: 60

        Good:

            minimum_coverage: 0.6
        """,
    ),
    error(
        "SC106",
        "bad-number",
        """
        The text is not a number as the format writes numbers.

        Results are computed exactly, so a number must have one meaning only: digits with a point
        (`0.5`, `-12`), at most eighteen before the point and eighteen after it, or a fraction of two
        whole numbers (`2/3`). Units, per cent signs, decimal commas and separators between thousands
        have to go.

        Bad:

            minimum_coverage: 60 %

        Good:

            minimum_coverage: 0.6
        """,
    ),
    error(
        "SC107",
        "bad-boolean",
        """
        The text is neither `true` nor `false`.

        Words such as yes and no mean different things to different programs; these two mean one thing
        to all.

        Bad:

            show_score: no

        Good:

            show_score: false
        """,
    ),
    error(
        "SC108",
        "bad-date",
        """
        The text is not a date, or the calendar does not have that day.

        Dates order assessments and decide which one is the latest, so they have one form: year, month
        and day, as in `2021-03-11`. For the dates of sources the year, or year and month, will do.

        Bad:

            date: 11 March 2021

        Good:

            date: 2021-03-11
        """,
    ),
    error(
        "SC109",
        "bad-id",
        """
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
        """,
    ),
    error(
        "SC110",
        "bad-version",
        """
        The text is not a version.

        Versions are put in order to tell which is newer, so they are whole numbers without leading
        zeros, joined by points. `1.10` is newer than `1.9`, and `2` is the same as `2.0`. What a
        version is about goes into `note`.

        Bad:

            version: v2 (draft)

        Good:

            version: "2.0"
        """,
    ),
    error(
        "SC111",
        "bad-framework-reference",
        """
        The text does not name a framework and its version.

        An assessment holds under one version only: under another the same ratings might give another
        result. Write the framework's id, an `@`, and the version.

        Bad:

            framework: city-air

        Good:

            framework: city-air@2.0
        """,
    ),
    error(
        "SC112",
        "bad-rule",
        """
        The value is not a rule for passing.

        Verdicts follow from these rules, so nothing is guessed. A rule is `all`, `any` or `none-fail`,
        or one amount in braces: `{at_least: 2}` items that pass, a `{share: 2/3}` of them, or a
        `{score: 0.5}`. `partial_when` may also be `never`.

        Bad:

            pass_when: most

        Good:

            pass_when: {share: 2/3}
        """,
    ),
    error(
        "SC113",
        "empty-text",
        """
        A text is empty where one is needed.

        Titles, requirements and names are shown to readers; an empty one leaves a hole in every report.
        Write the text. A key that may be left out is better left out.

        Bad:

            title: ""

        Good:

            title: Clean city air
        """,
    ),
    error(
        "SC114",
        "empty-list",
        """
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
        """,
    ),
    error(
        "SC115",
        "bad-language",
        """
        The text is not a language tag.

        Screen readers and browsers read a report in the language that its framework names, and know it
        only by a tag such as `en`, `pt-BR` or `zh-Hans` (the standard is called BCP 47).

        Bad:

            language: français (Canada)

        Good:

            language: fr-CA
        """,
    ),
)
