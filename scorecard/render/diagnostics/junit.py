"""Diagnostics as JUnit XML, which GitLab and others show as tests: of each file a suite, a case for each.

No standard says what it holds; this keeps to the schema that Jenkins checks its reports by:
https://github.com/jenkinsci/xunit-plugin (junit-10.xsd). It is plain ASCII, whatever the stream.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import groupby
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from scorecard.diagnostics import Diagnostic
from scorecard.render.diagnostics.fingerprint import place_words, shown_path, shown_words, words

_NOT_IN_XML = re.compile("[\ufffe\uffff]")


def render_junit(
    diagnostics: Iterable[tuple[Diagnostic, bool]], *, files: int, problems: Collection[str] = ()
) -> str:
    """Return the report of so many files; of each diagnostic, whether it fails its case.

    A case that does not fail has its words as output. `problems`, which kept something from being checked,
    are a failing case each. Where nothing was found one case passes.
    """
    report = Element("testsuites", name="scorecard")
    if problems:
        count = str(len(problems))
        suite = SubElement(report, "testsuite", name="scorecard", tests=count, failures=count, errors="0")
        for message in (_text(shown_words(each)) for each in problems):
            case = SubElement(suite, "testcase", classname="scorecard", name=message)
            SubElement(case, "failure", type="error", message=message).text = message
    for path, found in groupby(sorted(diagnostics, key=_path), _path):
        suite = SubElement(report, "testsuite", name=_text(shown_path(path)))
        _fill(suite, list(found))
    if len(report) == 0:
        suite = SubElement(report, "testsuite", name="scorecard", tests="1", failures="0", errors="0")
        SubElement(suite, "testcase", classname="scorecard", name="validate")
        SubElement(suite, "system-out").text = f"{files} files checked"
    for count in ("tests", "failures", "errors"):
        report.set(count, str(sum(int(each.attrib[count]) for each in report)))
    ElementTree.indent(report)
    text = ElementTree.tostring(report, encoding="us-ascii", xml_declaration=True).decode("ascii")
    return f"{text.replace('##', '&#35;&#35;')}\n"  # what runners take for a command


def _path(judged: tuple[Diagnostic, bool]) -> str:
    return judged[0].path


def _fill(suite: Element, found: list[tuple[Diagnostic, bool]]) -> None:
    """Put a case for each diagnostic into its file's suite; equal names are told apart by a number."""
    named: Counter[str] = Counter()
    for diagnostic, fails in found:
        code = diagnostic.code
        name = f"{code.number} {_text(shown_words(diagnostic.message))}"
        named[name] += 1
        unique = name if named[name] == 1 else f"{name} ({named[name]})"
        case = SubElement(suite, "testcase", classname=suite.attrib["name"], name=unique)
        place = place_words(shown_path(diagnostic.path), diagnostic.span)
        text = _text(f"{place}: {code.severity} {code.number} {code.name}: " + "\n".join(words(diagnostic)))
        if fails:
            message = text.partition("\n")[0]
            SubElement(case, "failure", type=code.severity.value, message=message).text = text
        else:
            SubElement(case, "system-out").text = text
    failures = sum(fails for _, fails in found)
    suite.attrib |= {"tests": str(len(found)), "failures": str(failures), "errors": "0"}


def _text(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
