"""How an assessment is cited, for programs: an entry of BibTeX."""

from scorecard.directions import by_characters
from scorecard.model.digest import framework_digest
from scorecard.model.file_names import AssessmentPath
from scorecard.scoring.scorecard import Scorecard


def bibtex(scorecard: Scorecard, place: AssessmentPath, organisation: str, url: str) -> str:
    """Return an assessment as an entry of BibTeX."""
    assessment, framework = scorecard.assessment, scorecard.framework
    pairs = {
        "title": f"{assessment.subject.name}, {assessment.date}: {framework.title}",
        "author": " and ".join(f"{{{_braced(each)}}}" for each in assessment.assessors),
        "institution": organisation,
        "year": str(assessment.told_on.year),
        "date": assessment.told_on.isoformat(),
        "version": framework.ref,
        "url": url,
        "note": framework_digest(framework),
    }
    lines = [
        f"  {key} = {{{value if key == 'author' else _braced(value)}}},"
        for key, value in pairs.items()
        if value
    ]
    return "\n".join([f"@techreport{{{place.subject}-{place.day},", *lines, "}", ""])


def _braced(text: str) -> str:
    """Return a text as a value of BibTeX holds it: on one line, its braces in pairs."""
    told = " ".join(by_characters(text).split())
    return told.replace("\\", "/").replace("{", "(").replace("}", ")")
