"""How an assessment is cited: in a text and, saying the same, for programs as an entry of BibTeX."""

from collections.abc import Iterator

from scorecard.directions import isolated, unmarked
from scorecard.model.digest import framework_digest, ratings_digest
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.report import Block, Heading, Prose, facts
from scorecard.views.site.plan import SitePage
from scorecard.views.site.subject import SiteName, as_code
from scorecard.views.words import english as say
from scorecard.views.words.standings import framework_words, subject_name

_ESCAPED = str.maketrans(
    {
        **{each: f"\\{each}" for each in "&%#_$"},
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
        "{": "(",
        "}": ")",
    }
)
"""What acts in LaTeX, as it is written there; braces must be in pairs wherever they stand."""


def digests_of(scorecard: Scorecard) -> dict[str, str]:
    """Return by what an assessment is known to be the same: digests, by the words that say of what."""
    assessment, framework = scorecard.assessment, scorecard.framework
    digests = ratings_digest(assessment, framework), framework_digest(framework)
    return dict(zip(say.DIGESTS, digests, strict=True))


def cite_blocks(scorecard: Scorecard, page: SitePage, site: SiteName) -> Iterator[Block]:
    """Yield how to cite an assessment: in a text, as BibTeX, and by what it is known to be the same."""
    told, entry = citation(scorecard, page, site)
    yield Heading(1, say.CITE)
    yield Prose(told, say.CITE_AS)
    yield Prose(as_code(entry), say.BIBTEX, is_markdown=True)
    yield from facts([*digests_of(scorecard).items()])


def citation(scorecard: Scorecard, page: SitePage, site: SiteName) -> tuple[str, str]:
    """Return how the assessment on a page is cited in a text, and as an entry of BibTeX.

    Its author is the organisation whose site it is, else its assessors; its year that in which it was
    published, where it says so: what is assessed in retrospect was not published then.
    """
    assessment, framework = scorecard.assessment, scorecard.framework
    authors = (site.organisation,) if site.organisation else assessment.assessors
    year = str(assessment.published.year) if assessment.published else say.NO_YEAR
    name = say.as_at(subject_name(assessment.subject), assessment.date)
    title = say.headline([name, isolated(assessment.title or "")])
    url = f"{site.base_url}{page.address}" if site.base_url else ""
    words = framework_words(framework)
    by = ("institution", site.organisation) if site.organisation else ("howpublished", site.title)
    known = say.known_by(*digests_of(scorecard).values())
    pairs = (
        ("author", " and ".join(f"{{{_escaped(each)}}}" for each in authors)),
        ("title", f"{{{_escaped(title)}}}"),
        ("year", year),
        ("date", assessment.published.isoformat() if assessment.published else ""),
        (by[0], _escaped(by[1])),
        ("url", url),
        ("note", _escaped(f"{words}. {known}")),
    )
    kind = "techreport" if site.organisation else "misc"
    lines = [f"  {key} = {{{value}}}," for key, value in pairs if value]
    entry = "\n".join([f"@{kind}{{{page.subject}-{page.day},", *lines, "}", ""])
    return say.cited(say.listed([*map(isolated, authors)]), year, title, words, url), entry


def _escaped(text: str) -> str:
    """Return a text on one line as a value of BibTeX holds it."""
    return " ".join(unmarked(text).split()).translate(_ESCAPED)
