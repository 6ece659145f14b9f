"""Codes that no rule has: what the reader refuses, a suppression without use, and SC401."""

from collections.abc import Mapping

from scorecard.diagnostics import Code
from scorecard.rules.codes import error, warning
from scorecard.rules.shapes import SHAPE

READING = (
    error(
        "SC001",
        "cannot-read-file",
        """
        The file cannot be opened: it is not there, or its permissions forbid it.

        Nothing can be said about a file that cannot be read, so no result uses it. Check the name for a
        slip of the pen, and ask whoever owns the file for permission to read it.

        Bad:

            A path with a slip: assesments/springfield/2021-03-11.yaml

        Good:

            The file's path as it is: assessments/springfield/2021-03-11.yaml
        """,
    ),
    error(
        "SC002",
        "file-too-big",
        """
        The file is larger than 16 MiB.

        A framework or an assessment of any real size is far smaller, so this is probably another file
        under a wrong name, or one that has a document pasted into it. Keep the document elsewhere and
        name it under `sources`.

        Bad:

            A file of 20 MiB, with the text of a whole report in it.

        Good:

            A file of a few hundred lines that cites the report under `sources`.
        """,
    ),
    error(
        "SC003",
        "not-utf8",
        """
        The file is not UTF-8 text.

        In another encoding the letters beyond a to z would be read as something else, and names would
        change without anybody noticing. Save the file again and choose UTF-8 as its encoding; a byte
        order mark does no harm.

        Bad:

            A file saved as "Windows-1252", "Latin-1" or "Unicode" (UTF-16).

        Good:

            The same file saved as "UTF-8".
        """,
    ),
    error(
        "SC004",
        "empty-file",
        """
        The file holds nothing, or nothing but comments.

        An empty file is mostly one that was begun and forgotten, or saved before it was finished. Write
        what belongs into it, or delete it. `scorecard init` and `scorecard new` write files to start
        from.

        Bad:

            # to be written

        Good:

            # to be written
            kind: framework
        """,
    ),
    error(
        "SC005",
        "control-character",
        r"""
        A control character stands in the file, typed or escaped.

        Control characters cannot be seen. They come in when text is copied from a PDF or a terminal,
        and they make texts that look equal differ. Delete the character; where a new line was meant,
        write a new line.

        Bad:

            title: "Clean\u0007 air"

        Good:

            title: "Clean air"
        """,
    ),
    error(
        "SC006",
        "link-leads-out",
        """
        The file, or a folder above it, is a symbolic link that leads out of the project or into `.git`.

        What is there is not part of the project: others who have a copy of it would not find it. A link in
        somebody else's change could also bring a file of your machine into reports and logs. So it is
        neither read nor shown. Put the file itself in the link's place, or remove the link; links to other
        places in the project are followed.

        Bad:

            assessments/springfield/2021-03-11.yaml is a link to ../../../reviews/springfield.yaml

        Good:

            assessments/springfield/2021-03-11.yaml is a link to ../../drafts/springfield.yaml
        """,
    ),
    error(
        "SC010",
        "yaml-syntax",
        """
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
        """,
    ),
    error(
        "SC011",
        "duplicate-key",
        """
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
        """,
    ),
    error(
        "SC012",
        "yaml-anchor",
        """
        A value begins with `&`, which YAML takes for an anchor, a name for a value to be repeated
        elsewhere.

        Anchors are not part of the format: what stands at a place must be read at that place. Delete
        the anchor; put a text that really begins with `&` in quotes.

        Bad:

            title: &name Clean city air

        Good:

            title: Clean city air
            publisher: "& Company"
        """,
    ),
    error(
        "SC013",
        "yaml-alias",
        """
        A value begins with `*`, which YAML takes for an alias, a reference to a value elsewhere.

        Aliases are not part of the format: what stands at a place must be read at that place. Write the
        value out again; put a text that really begins with `*`, such as text in bold, in quotes or
        after `|`.

        Bad:

            title: *name

        Good:

            title: Clean city air
            summary: "*Read this first.*"
        """,
    ),
    error(
        "SC014",
        "yaml-merge-key",
        """
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
        """,
    ),
    error(
        "SC015",
        "yaml-tag",
        """
        A value begins with `!`, which YAML takes for a tag that gives the value a type.

        Tags are not part of the format: every value is text until its place gives it a type, and some
        programs run code for a tag. Delete the tag; put a text that really begins with `!` in quotes.

        Bad:

            version: !str 2.0

        Good:

            version: 2.0
            title: "!important"
        """,
    ),
    error(
        "SC016",
        "yaml-directive",
        """
        The file begins with a directive, a line whose first character is `%`.

        Directives change how the rest of a file is read and are not part of the format. Delete the
        line.

        Bad:

            %YAML 1.2
            ---
            title: Clean city air

        Good:

            title: Clean city air
        """,
    ),
    error(
        "SC017",
        "second-document",
        """
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
        """,
    ),
    error(
        "SC018",
        "nested-too-deep",
        """
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
        """,
    ),
    error(
        "SC019",
        "key-not-text",
        """
        A key is not a text, or there is none before a colon.

        Every value is named by a key that is a text. A bracket where a key is expected is mostly a text
        that should have been in quotes; a colon without a key is mostly one that was typed by accident.

        Bad:

            [act]: Clean Air Act

        Good:

            "[act]": Clean Air Act
        """,
    ),
)

SUPPRESSION = (
    warning(
        "SC030",
        "unused-suppression",
        """
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
        """,
    ),
    warning(
        "SC031",
        "remarks-left-out",
        """
        There are more remarks on the file than are told.

        Of a file a thousand remarks are told at most, errors before warnings: so many have one cause or
        two. Mostly the file belongs to another framework, or was made by a program. Mend the first ones
        and check again.

        Bad:

            An assessment with two thousand ratings of which each cites a source without a place in it.

        Good:

            The same with a `locator` for each.
        """,
    ),
)

LOOKUP = (
    error(
        "SC401",
        "framework-not-found",
        """
        An assessment names a framework that neither the project nor the package has.

        Without its framework an assessment cannot be scored. Look for a slip in the id or the version;
        the remark names what there is. `scorecard list` shows every framework.

        Bad:

            framework: city-air@3.0

        Good:

            framework: city-air@2.0
        """,
    ),
)

CODES: Mapping[str, Code] = {code.name: code for code in (*READING, *SUPPRESSION, *SHAPE, *LOOKUP)}
