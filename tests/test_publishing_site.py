"""The site as files: every page is reached, no link is dead, nothing acts, and nothing is lost or touched."""

import csv
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from scorecard.publishing import publisher, subject_pages
from scorecard.render import site as render_site
from scorecard.views.report import Heading, Prose
from scorecard.views.site.home import about_view
from scorecard.views.site.subject import SiteName
from tests.builders import write_text, write_yaml
from tests.commands import ROOT, Outcome, run
from tests.conftest import Golden
from tests.outputs import mistakes_in
from tests.pages import Page
from tests.public_project import DATES, assessment, write_public_project

BASE = "https://rents.example/tracker/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_public_project(tmp_path_factory.mktemp("rents"), size=2)


@pytest.fixture(scope="module")
def outcome(project: Path) -> Outcome:
    return site(project, "out", "--no-firmness")


@pytest.fixture(scope="module")
def public(project: Path, outcome: Outcome) -> Path:
    """The site of the invented project."""
    assert outcome.code == 0, outcome.err
    return project / "out"


def site(project: Path, folder: str, *words: str) -> Outcome:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        patch.setattr(publisher, "can_draw", lambda: False)  # whatever this machine has
        return run("site", "-o", folder, *words)


@pytest.fixture(scope="module")
def read(public: Path) -> dict[str, Page]:
    """Its pages, by their files."""
    return dict(pages(public))


def pages(folder: Path) -> Iterator[tuple[str, Page]]:
    for path in sorted(folder.rglob("*.html")):
        yield path.relative_to(folder).as_posix(), Page(path.read_text(encoding="utf-8"))


def page(folder: Path, path: str) -> Page:
    return Page((folder / path / "index.html").read_text(encoding="utf-8"))


def head(found: Page) -> dict[str, str]:
    """Return what the head of a page says, by names and properties."""
    return {
        each.get("property") or each.get("name") or each.get("http-equiv", ""): each.get("content", "")
        for each in found.all("meta")
    }


def structured(found: Page) -> dict[str, Any]:
    """Return what a page tells programs."""
    content: dict[str, Any] = json.loads(next(text for tag, text in found.texts if tag == "script"))
    return content


def links(path: str, found: Page) -> Iterator[str]:
    """Yield the files of the site that a page leads to or shows, each with the place in it."""
    for address in (*found.values("href"), *found.values("src"), *found.values("srcset")):
        if not address.startswith(("http:", "https:", "mailto:", "data:")):
            yield unquote(urljoin(f"/{path}", address)).lstrip("/")
        elif address.startswith(BASE):
            rest = unquote(address.removeprefix(BASE))
            yield f"{rest}index.html" if not rest or rest.endswith("/") else rest


def headings(found: Page, level: str) -> list[str]:
    """Return the ids of headings, which are made of their words."""
    return [each["id"] for each in found.all(level)]


# Links -------------------------------------------------------------------------------------------


def test_no_link_is_dead_and_no_page_without_a_way_in(public: Path, read: dict[str, Page]) -> None:
    ids = {path: {*found.values("id")} for path, found in read.items()}
    reached = {"index.html": True}
    for path, found in read.items():
        outside = [each for each in found.values("href") if each.startswith("http")]
        assert all(urlsplit(each).hostname and re.fullmatch("[!-~]+", each) for each in outside), path
        for target in links(path, found):
            file, _, place = target.partition("#")
            assert (public / file).is_file(), (path, target)
            assert not place or place in ids[file], (path, target)
            reached |= {file: True} if file != path else {}
    assert {*ids} - {*reached} == {
        "404.html",
        "towns/oslo/index.html",
        *(path for path in ids if path.startswith("embed/")),
    }
    files = {path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()}
    beside = {path for path in files - {*reached} if not path.endswith(".html")}
    assert beside == {"addresses.txt", "sitemap.xml"}


def test_every_page_stands_in_the_list_of_addresses_and_in_the_sitemap(public: Path) -> None:
    listed = (public / "addresses.txt").read_text(encoding="utf-8").splitlines()[1:]
    files = {path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()}
    assert sorted(files - {"addresses.txt"}) == listed
    root = ElementTree.parse(public / "sitemap.xml").getroot()
    addresses = {each.text for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    told = {
        BASE + path.removesuffix("index.html")
        for path in files
        if path.endswith("index.html") and not path.startswith(("embed/", "towns/"))
    }
    assert addresses == told
    days = {found[0].text: found[1].text for found in root if len(found) > 1}
    assert days[f"{BASE}subjects/oslo/2023-06-30/"] == "2023-10-05", "when it was corrected"
    assert days[f"{BASE}subjects/oslo/2022-06-30/"] == "2022-09-01", "when it was published"
    assert days[f"{BASE}subjects/cairo/"] == "2024-11-01"


def test_an_address_that_moved_leads_on(public: Path) -> None:
    assert "../../subjects/oslo/index.html" in page(public, "towns/oslo").values("href")
    found = page(public, "towns/oslo")
    assert "This page has moved: Oslo." in found.text
    assert next(text for tag, text in found.texts if tag == "title").startswith("Oslo has moved")
    told = head(found)
    assert (told["refresh"], told["robots"]) == ("0; url=../../subjects/oslo/index.html", "noindex")
    assert [each["href"] for each in found.all("link") if each["rel"] == "canonical"] == [
        f"{BASE}subjects/oslo/"
    ]


def test_where_no_page_is_no_search_engine_is_sent_elsewhere(public: Path) -> None:
    missing = Page((public / "404.html").read_text(encoding="utf-8"))
    assert head(missing)["robots"] == "noindex"
    assert not {"canonical", "alternate"} & {each["rel"] for each in missing.all("link")}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "towns/oslo",
            "subjects/bergen",
            "towns/oslo is said to have moved to subjects/bergen, where no page is",
        ),
        ("subjects/oslo", "subjects/lima", "subjects/oslo is said to have moved, and a page is there"),
    ],
)
def test_an_address_cannot_move_to_nowhere_or_from_a_page(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    write_public_project(tmp_path, "lima", "oslo", size=2)
    write_text(tmp_path / "scorecard.toml", f'[site]\nmoved = {{"{old}" = "{new}"}}\n')
    outcome = site(tmp_path, "out")
    assert outcome.code == 1
    assert f"Error: {said}" in outcome.err
    assert not (tmp_path / "out").exists()


# What stands on pages -----------------------------------------------------------------------------


def test_a_withdrawn_assessment_says_so_and_shows_no_verdict(public: Path) -> None:
    found = page(public, "subjects/lima/2023-06-30")
    assert "It rests on a charter that was never adopted." in found.text
    assert "Withdrawn: Lima, 30 June 2023" in found.text
    assert not re.search(r"\bFails|\bPasses|out of 100", found.text)
    assert not (public / "subjects/lima/2023-06-30/scorecard.json").exists()
    assert (public / "subjects/lima/changes/2022-06-30..2024-06-30/index.html").exists()
    assert not (public / "subjects/lima/changes/2022-06-30..2023-06-30").exists()


def test_an_older_assessment_leads_to_the_newest_and_a_reviewed_one_says_so(public: Path) -> None:
    old = page(public, "subjects/quito/2023-06-30")
    assert "This is an earlier assessment. The newest is of 30 June 2024." in old.text
    assert "../../../subjects/quito/index.html" in old.values("href")
    for path in ("subjects/quito", "subjects/quito/2024-06-30"):
        assert "Quito asked us to look at Part 3 again." in page(public, path).text
        assert "earlier assessment" not in page(public, path).text


def test_a_reply_stands_on_the_page_of_the_rating(public: Path) -> None:
    found = page(public, "subjects/telaviv").text
    assert "replied on 10 August 2024 and disputes 1 rating, which is not decided yet" in found
    assert "We keep this promise." in found


def test_changes_are_told_by_kind_with_the_dates_of_the_files(public: Path) -> None:
    content = json.loads((public / "changes/changes.json").read_text(encoding="utf-8"))
    told = [(each["date"], each["kind"], each["subject"]) for each in content["changes"]]
    assert told == sorted(told, key=lambda each: each[0], reverse=True)
    assert ("2023-10-05", "correction", "oslo") in told
    assert ("2024-08-01", "reply", "helsinki") in told
    assert ("2023-01-15", "version", None) in told
    assert ("2022-09-01", "published", "oslo") in told
    assert ("2024-09-01", "ratings", "oslo") in told
    assert [kind for date, kind, subject in told if (date, subject) == ("2023-09-01", "lima")] == [
        "withdrawn"
    ]
    assert ("2024-09-01", "under-review", "quito") in told
    assert ("2024-08-20", "decision", "helsinki") in told
    assert not any(subject == "zagreb" and date.startswith("2024") for date, _, subject in told)


def test_each_day_of_changes_is_a_heading_and_links_say_what_they_are_about(read: dict[str, Page]) -> None:
    found = read["changes/index.html"]
    assert headings(found, "h2")[:2] == ["1-november-2024", "1-september-2024"]
    links = [text for tag, text in found.texts if tag == "a"]
    assert {"Ratings: Oslo, 30 June 2024", "Correction: Oslo, 30 June 2023"} <= {*links}
    assert headings(read["corrections/index.html"], "h2")[-2:] == ["under-review", "withdrawn"]


def test_home_says_by_which_versions_it_is(read: dict[str, Page]) -> None:
    # 12 subjects at 3 dates, one withdrawn, one a draft; 3 by Open books
    assert (
        "Here are 37 dated assessments of twelve subjects by Fair rents (versions 1.0 and 2.0) and Open "
        "books (version 1); the newest is of 30 June 2024."
    ) in read["index.html"].text
    assert "Each part has its verdict by its own rule, not by its score." in read["index.html"].text
    assert headings(read["index.html"], "h2") == ["latest-changes", "fair-rents-2", "open-books"]


def test_method_says_how_each_figure_comes_about(read: dict[str, Page]) -> None:
    assert headings(read["method/index.html"], "h2") == [
        "how-a-score-is-made",
        "how-a-verdict-is-made",
        "how-dates-are-compared-and-numbers-shown",
        "fair-rents",
        "open-books",
        "other-frameworks-and-earlier-versions",
    ]


def test_about_says_who_answers_and_how_to(read: dict[str, Page]) -> None:
    parts = ["contact", "funded-by", "right-of-reply", "licence", "how-to-cite", "accessibility"]
    assert headings(read["about/index.html"], "h2") == parts
    said = "within six weeks of being asked: rents@example.org. What those who are assessed say stands beside"
    assert said in read["about/index.html"].text
    assert "Please say what you cannot read to rents@example.org." in read["about/index.html"].text
    nobody = about_view(SiteName(""), ())
    assert nobody.blocks[:2] == (Heading(1, "Contact"), Prose("No contact is named here."))


def test_the_data_page_says_what_each_file_holds_and_how_many_rows(public: Path) -> None:
    found = page(public, "data").text
    for name in ("scorecards", "ratings", "changes", "frameworks"):
        with (public / f"data/{name}.csv").open(encoding="utf-8", newline="") as file:
            count = sum(1 for _ in csv.reader(file)) - 1
        assert re.search(rf"{name}\.csv[^.]*\D{count}\D", found), name
    assert "Scores are from 0 to 1" in found


def test_names_stand_under_letters_and_indicators_under_dimensions(read: dict[str, Page]) -> None:
    found = read["a-z/index.html"]
    assert headings(found, "h3")[:4] == ["a", "c", "h", "k"]
    assert headings(found, "h3")[10:12] == ["1-part-1-of-rents", "2-part-2-of-rents"]
    # the second version has 2.20 in the place of 2.2, the last of two
    assert headings(found, "h2")[-1].startswith("fair-rents-fair-rents-1-0-no-longer")
    gone = "../frameworks/fair-rents@1.0/indicators/"
    assert [each for each in found.values("href") if gone in each] == [f"{gone}2.2/index.html"]


def test_what_changed_says_of_which_day_it_is_and_what_was_known_on_its_own(public: Path) -> None:
    content = json.loads((public / "changes/changes.json").read_text(encoding="utf-8"))
    told = {(each["date"], each["kind"], each["subject"]): each["text"] for each in content["changes"]}
    assert told["2023-09-01", "withdrawn", "lima"] == (
        "Lima, 30 June 2023: It rests on a charter that was never adopted. (Since when is not recorded; this "
        "is told on the day of publication or of a correction.)"
    )
    assert told["2024-08-01", "reply", "helsinki"] == (
        "Helsinki, 30 June 2024: Helsinki replied on 1 August 2024 and disputes 1 rating: 5.2."
    )
    assert told["2024-08-20", "decision", "helsinki"] == (
        "Helsinki, 30 June 2024: 5.2 changed from Fail to Pass."
    )
    assert told["2024-03-31", "published", "helsinki"].startswith(
        "Helsinki, 31 March 2024: Assessed for the first time by Open books: "
    )
    assert told["2024-09-01", "ratings", "helsinki"].startswith(
        "Helsinki, 30 June 2024: By Fair rents: Fails"
    )
    assert told["2024-09-01", "ratings", "oslo"].startswith("Oslo, 30 June 2024: Fails")
    assert not any(re.search(r"[\x00-\x1f]", each) for each in told.values())
    for folder in ("", "subjects/lima/"):
        root = ElementTree.parse(public / f"{folder}feed.atom").getroot()
        entries = {one.findtext(f"{ATOM}title"): one for one in root.iter(f"{ATOM}entry")}
        withdrawn = entries["Withdrawn: Lima, 30 June 2023"]
        summary = withdrawn.findtext(f"{ATOM}summary") or ""
        assert summary.startswith(
            "It rests on a charter that was never adopted. (Since when is not recorded;"
        )
        assert withdrawn.findtext(f"{ATOM}updated") == "2023-09-01T00:00:00Z"


def test_what_is_under_review_or_withdrawn_is_told_wherever_the_subject_is(public: Path) -> None:
    corrections = page(public, "corrections").text
    assert "Withdrawn # Lima, 30 June 2023: It rests on a charter that was never adopted." in corrections
    assert "Under review # Quito, 30 June 2024: Quito asked us to look at Part 3 again." in corrections
    home = page(public, "").text
    assert "1 of 12 is under review: Quito." in home
    assert "Quito (under review)" in home
    indicator = page(public, "frameworks/fair-rents@2.0/indicators/1.1").text
    assert indicator.count("Quito (under review)") == 2
    assert "UNDER REVIEW: " in page(public, "embed/quito").text
    assert "UNDER REVIEW: " in (public / "subjects/quito/card.svg").read_text(encoding="utf-8")
    for path in ("subjects/quito", "subjects/quito/2024-06-30"):
        found = page(public, path)
        assert next(text for tag, text in found.texts if tag == "title").startswith(
            "UNDER REVIEW · Fails · Quito"
        )
        described = {
            each.get("name") or each.get("property"): each.get("content") for each in found.all("meta")
        }
        for name in ("description", "og:title", "og:description"):
            assert (described[name] or "").startswith("UNDER REVIEW"), name
        assert "It is under review, so it may change." in found.text
    changed = page(public, "subjects/quito/changes/2023-06-30..2024-06-30").text
    assert "Under review · 30 June 2024Quito asked us to look at Part 3 again." in changed
    told = page(public, "subjects/lima/2023-06-30").all("meta")
    described = {each.get("name"): each.get("content") for each in told}
    assert described["description"] == (
        "Withdrawn: Lima, 30 June 2023 · It rests on a charter that was never adopted."
    )


def test_notices_stand_below_the_title_the_gravest_first(public: Path) -> None:
    html = (public / "subjects/lima/2023-06-30/index.html").read_text(encoding="utf-8")
    places = [
        html.index(each)
        for each in ("<main", "<h1", 'aria-label="Withdrawn"', 'aria-label="There is a newer')
    ]
    assert places == sorted(places)


def test_all_dates_are_those_of_one_framework_with_what_became_of_them(public: Path) -> None:
    for_rents, _, for_books = page(public, "subjects/lima").text.partition("Lima, by Open books #")
    assert "30 June 2023Withdrawn" in for_rents
    assert "Withdrawn" not in for_books
    assert "30 June 2023 (corrected)✗ Fail" in page(public, "subjects/oslo").text
    assert "30 June 2024 (under review)✗ Fail" in page(public, "subjects/quito").text


def test_what_replies_say_of_ratings_is_in_the_open_data(public: Path) -> None:
    with (public / "data/ratings.csv").open(encoding="utf-8", newline="") as file:
        rows = {(each["subject"], each["date"], each["indicator"]): each for each in csv.DictReader(file)}
    told = {key: json.loads(each["replies"]) for key, each in rows.items() if each["replies"] != "[]"}
    assert told == {
        ("helsinki", "2024-06-30", "5.2"): [
            {
                "by": "Helsinki",
                "answer": "disputes",
                "shown": None,
                "proposes": "pass",
                "text": "The annex says it.",
                "evidence": [],
            }
        ],
        ("telaviv", "2024-06-30", "3.2"): [
            {
                "by": "תל אביב",
                "answer": "disputes",
                "shown": None,
                "proposes": None,
                "text": "We keep this promise.\n:: really",
                "evidence": [],
            }
        ],
    }
    disputed = [key for key, each in rows.items() if each["disputed"] == "true"]
    assert disputed == [("telaviv", "2024-06-30", "3.2")]
    assert {each["disputed"] for each in rows.values()} == {"true", "false"}


def test_how_to_object_stands_below_the_answers(public: Path) -> None:
    html = (public / "subjects/oslo/index.html").read_text(encoding="utf-8")
    told = "To answer or object: rents@example.org, within six weeks of being asked"
    assert f'<a href="../../about/index.html">{told}</a>' in html
    assert html.index('class="three"') < html.index(told)


def test_one_indicator_stands_with_every_subject_now_and_before(public: Path) -> None:
    found = page(public, "frameworks/fair-rents@2.0/indicators/1.1")
    content = json.loads(
        (public / "frameworks/fair-rents@2.0/indicators/1.1/ratings.json").read_text(encoding="utf-8")
    )
    rated = {each["subject"]["id"]: each for each in content["ratings"]}
    assert len(rated) == 12
    # 40 - 7 - 3 * 2 and 40 - 7 - 3 * 1: Oslo is the eighth subject
    assert (rated["oslo"]["measured"], rated["oslo"]["level"]) == (27, "partial")
    told = "Oslo◐ Partial: 27 % of income30 June 2024◐ Partial: 30 % of income30 June 2023"
    assert told in found.text.replace("\xa0", " ")
    assert "../../../../subjects/oslo/2023-06-30/index.html" in found.values("href")
    assert rated["zagreb"]["date"] == "2023-06-30"
    assert "2 of 12 subjects pass, 10 partly" in found.text
    # Lima's date between is withdrawn and Zagreb's newest a draft: theirs before are of the version before
    revised = page(public, "frameworks/fair-rents@2.0/indicators/1.2").text
    assert "Newest, 12" in revised
    assert "Before, 10" in revised
    for name, day in (("Lima", 2024), ("Zagreb", 2023)):
        assert re.search(rf"{name}\S \w+30 June {day}Cannot be compared30 June 2022", revised)
    added = page(public, "frameworks/fair-rents@2.0/indicators/2.20").text
    assert re.search(r"Lima\S [\w ]+30 June 2024Not asked30 June 2022", added)


def test_an_earlier_version_keeps_its_last_ratings_and_leads_to_the_newest(public: Path) -> None:
    removed = "frameworks/fair-rents@1.0/indicators/2.2"
    content = json.loads((public / removed / "ratings.json").read_text(encoding="utf-8"))
    assert {each["date"] for each in content["ratings"]} == {DATES[0]}
    assert len(content["ratings"]) == 12
    assert len((public / removed / "ratings.csv").read_text(encoding="utf-8").splitlines()) == 13
    assert not re.search(r"\bbefore\b", page(public, removed).text, re.I)
    for name in (removed, "frameworks/fair-rents@1.0"):
        found = page(public, name)
        assert "The newest is fair-rents@2.0." in found.text
        assert any(each.endswith("/fair-rents@2.0/index.html") for each in found.values("href"))
    newest = page(public, "frameworks/fair-rents@2.0").text
    assert "The newest is" not in newest
    assert "Fair rents, version 2.0" in newest
    assert "12 assessments by version 1.0, 22 by version 2.0." in newest
    assert "1.2 with all subjects" in newest


def test_a_date_at_which_something_was_not_asked_says_so(public: Path) -> None:
    text = page(public, "subjects/oslo").text
    assert re.search(r"2\.20 Promise 2\.20\W[A-Z][ a-z]+\W[A-Z][ a-z]+not asked", text)
    assert re.search(r"2\.2 Promise 2\.2not askednot asked\W[A-Z]", text)


def test_what_was_replied_and_decided_stands_with_all_subjects(public: Path) -> None:
    disputed = page(public, "frameworks/fair-rents@2.0/indicators/3.2").text
    assert "telaviv✓ Pass: disputed" in disputed
    assert "We keep this promise." in disputed
    assert "not decided yet" in disputed
    decided = page(public, "frameworks/fair-rents@2.0/indicators/5.2").text
    assert "Helsinki✓ Pass: changed by decision" in decided
    assert "The rating was changed from Fail by B. Person on 20 August 2024." in decided


def test_a_rating_without_a_reason_says_so_where_people_read_it(public: Path) -> None:
    for name in ("frameworks/open-books@1/indicators/budget", "subjects/lima/2024-03-31"):
        assert "No reason is recorded." in page(public, name).text
    assert "No reason is recorded." not in page(public, "subjects/oslo").text


def test_what_is_compared_leads_to_the_rating_of_each_date(public: Path) -> None:
    links = page(public, "subjects/oslo/changes/2023-06-30..2024-06-30").values("href")
    told = [[each for each in links if each.endswith(f"/{day}/index.html#i--1.1")] for day in DATES[1:3]]
    # each in its column, and the newer one from the name and from where the measurement is told too
    assert [len(each) for each in told] == [1, 3]


def test_data_beside_pages_is_what_its_schema_says(public: Path) -> None:
    for name in ("leagues", "trend", "scorecard", "diff", "framework", "ratings", "changes"):
        path = next(iter(sorted(public.rglob(f"{name}.json"))))
        assert mistakes_in(path.read_text(encoding="utf-8")) == [], path


def test_leagues_stand_beside_the_first_page(public: Path) -> None:
    content = json.loads((public / "leagues.json").read_text(encoding="utf-8"))
    assert [each["framework"] for each in content["leagues"]] == ["fair-rents@2.0", "open-books@1"]
    lines = (public / "leagues.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("framework,rank,tied,tied_within_bounds,subject,name,date,")
    assert len(lines) == 1 + sum(len(each["rows"]) for each in content["leagues"])


def test_the_indicators_of_a_framework_stand_beside_it(public: Path) -> None:
    lines = (public / "frameworks/fair-rents@2.0/indicators.csv").read_bytes().splitlines()
    head, *others = (public / "data/indicators.csv").read_bytes().splitlines()
    assert lines == [head, *(each for each in others if each.startswith(b"fair-rents@2.0,"))]


def test_where_nobody_judges_no_page_speaks_of_verdicts(public: Path) -> None:
    for name in ("frameworks/open-books@1", "frameworks/open-books@1/indicators/budget"):
        text = page(public, name).text.replace("Does it pass?", "")
        assert not re.search(r"\b(pass|fail|partial|verdict|near miss)(es|s)?\b", text, re.I), name


def test_titles_descriptions_and_addresses_say_what_a_page_is(public: Path, read: dict[str, Page]) -> None:
    found = page(public, "subjects/oslo/2023-06-30")
    told = head(found)
    titles = [text for tag, text in found.texts if tag == "title"]
    assert titles[0].startswith("Fails · Oslo, 30 June 2023")
    assert told["description"] == told["og:description"]
    assert told["description"].startswith(
        "Earlier assessment, the newest is of 30 June 2024. Corrected once, last on 5 October 2023. "
        "Fails · Oslo, 30 June 2023 · "
    )
    assert told["og:title"] == "Fails · Oslo, 30 June 2023"
    assert told["og:url"] == f"{BASE}subjects/oslo/2023-06-30/"
    with_picture = [path for path, one in read.items() if "og:image" in head(one) and "/oslo/" in path]
    assert with_picture == ["subjects/oslo/2024-06-30/index.html", "subjects/oslo/index.html"]
    told = head(page(public, "subjects/oslo"))
    assert told["og:image"] == f"{BASE}subjects/oslo/card.svg"
    assert told["og:image:alt"].startswith("Fails · Oslo, 30 June 2024 · ")
    canonical = [each["href"] for each in found.all("link") if each["rel"] == "canonical"]
    assert canonical == [f"{BASE}subjects/oslo/2023-06-30/"]
    data = structured(found)
    assert (data["@type"], data["datePublished"]) == ("Report", "2023-09-01")
    assert data["author"] == [{"@type": "Thing", "name": "A. Person"}]
    assert data["correction"] == [
        {"@type": "CorrectionComment", "text": "3.1 was first rated <pass>.", "datePublished": "2023-10-05"}
    ]
    described = [
        each.get("content")
        for one in read.values()
        for each in one.all("meta")
        if each.get("name") == "description"
    ]
    assert all(described)
    without = [
        path for path, one in read.items() if not any(text for tag, text in one.texts if tag == "title")
    ]
    assert without == []


def test_names_from_right_to_left_hold_no_sign_of_directions(read: dict[str, Page]) -> None:
    for path, found in read.items():
        assert "<U+" not in "".join([found.text, *head(found).values()]), path
    told = structured(read["subjects/telaviv/2024-06-30/index.html"])
    assert told["name"] == "Fails · תל אביב · telaviv, 30 June 2024"


def test_open_data_is_told_with_all_its_days_and_a_licence_only_if_all_of_it_has_it(public: Path) -> None:
    told = structured(page(public, "data"))
    assert told["temporalCoverage"] == "2022-06-30/2024-06-30"
    assert "license" not in told, "Open books says none"
    assert "datePublished" not in structured(page(public, "subjects/lima/2024-03-31"))
    ids = [each["propertyID"] for each in told["variableMeasured"]]
    assert len(ids) == len({*ids})
    assert {"fair-rents@1.0/1.1", "fair-rents@2.0/1.1"} < {*ids}


def test_nothing_acts_and_nothing_is_loaded_from_elsewhere(read: dict[str, Page]) -> None:
    for path, found in read.items():
        assert {each.get("type") for each in found.all("script")} <= {"application/ld+json"}, path
        policy = next(each["content"] for each in found.all("meta") if each.get("http-equiv"))
        assert policy.startswith("default-src 'none'; style-src 'self' 'sha256-"), path
        for address in (*found.values("src"), *found.values("srcset")):
            assert not re.match(r"\w+:|//", address), (path, address)
        assert not {"style", "onload", "onclick"} & {name for _, attrs in found.elements for name in attrs}


def test_no_page_shows_a_character_that_marks_links_or_directions(public: Path) -> None:
    for path in public.rglob("*"):
        if path.is_file():
            assert not re.search(rb"[\x00-\x08\x0b-\x1f]|\\u000[23]", path.read_bytes()), path


def test_an_embedded_subject_is_small_and_leads_to_its_page(public: Path) -> None:
    found = page(public, "embed/oslo")
    assert "../../subjects/oslo/index.html" in found.values("href")
    assert "Fails" in found.text
    copied = page(public, "subjects/oslo").text
    assert f'<iframe src="{BASE}embed/oslo/" title="How Oslo stands" width="100%" height="500"' in copied
    assert 'height="1000"' in page(public, "subjects/lima").text, "by two frameworks"
    assert found.text.index("More at Fair rents") < found.text.index("Does it pass?")


def test_a_picture_says_when_and_how_many_and_names_each_sign(public: Path) -> None:
    svg = ElementTree.parse(public / "subjects/alandia/card.svg").getroot()
    title, told, *texts = ("".join(each.itertext()) for each in svg.iter() if (each.text or "").strip())
    assert title == "Åland: Fails"
    assert told.startswith("Fair rents, 30 June 2024: ")
    assert told.endswith((" not applicable", " not rated")), told
    for count, sign, word in (
        ("pass", "✓", "pass"),
        ("partly", "◐", "partial"),
        ("not rated", "–", "not rated"),
    ):
        assert (f" {count}" in told) == (sign in texts) == (word in texts), word
    assert "card.svg" in "".join(page(public, "subjects/alandia").values("href"))


def test_how_to_cite_stands_on_each_dated_page(public: Path) -> None:
    found = page(public, "subjects/oslo/2023-06-30")
    expected = (
        "The Rents Observatory (2023). Oslo, as at 30 June 2023 · Review 2. Fair rents (fair-rents@2.0). "
        f"{BASE}subjects/oslo/2023-06-30/"
    )
    assert expected in found.text
    bibtex = (public / "subjects/oslo/2023-06-30/cite.bib").read_text(encoding="utf-8")
    content = json.loads((public / "subjects/oslo/2023-06-30/scorecard.json").read_text(encoding="utf-8"))
    told = content["scorecards"][0]
    ratings, framework = told["digest"], told["framework"]["digest"]
    lines = [
        "@techreport{oslo-2023-06-30,",
        "  author = {{The Rents Observatory}},",
        "  title = {{Oslo, as at 30 June 2023 · Review 2}},",
        "  year = {2023},",
        "  date = {2023-09-01},",
        "  institution = {The Rents Observatory},",
        f"  url = {{{BASE}subjects/oslo/2023-06-30/}},",
        f"  note = {{Fair rents (fair-rents@2.0). Ratings {ratings}; framework {framework}}},",
        "}",
    ]
    assert bibtex == "\n".join([*lines, ""])
    assert [each["value"] for each in structured(found)["identifier"]] == [ratings, framework]
    newest = page(public, "subjects/oslo")
    assert "../../subjects/oslo/2024-06-30/index.html" in newest.values("href")
    assert "Permanent page of this date, with how to cite it" in newest.text


def test_what_says_no_day_of_publication_is_cited_without_a_year(public: Path) -> None:
    text = page(public, "subjects/lima/2024-03-31").text
    assert "The Rents Observatory (n.d.). Lima, as at 31 March 2024. Open books" in text
    bibtex = (public / "subjects/lima/2024-03-31/cite.bib").read_text(encoding="utf-8")
    assert "  year = {n.d.},\n  institution" in bibtex


def test_what_acts_in_latex_does_nothing_in_bibtex(tmp_path: Path) -> None:
    write_public_project(tmp_path, "alandia", size=2)
    write_text(tmp_path / "scorecard.toml", "")
    content = assessment("alandia", 0, 2)
    content["subject"]["name"] = "} @comment{ \\x & 5 % of #1_$~^"
    write_yaml(
        tmp_path / f"assessments/alandia/{DATES[0]}.yaml", {**content, "assessors": ["A. Person", "B & C"]}
    )
    assert site(tmp_path, "out", "--no-firmness").code == 0
    text = (tmp_path / f"out/subjects/alandia/{DATES[0]}/cite.bib").read_text(encoding="utf-8")
    title = r") @comment( \textbackslash{}x \& 5 \% of \#1\_\$\textasciitilde{}\textasciicircum{}"
    lines = [
        "@misc{alandia-2022-06-30,",
        r"  author = {{A. Person} and {B \& C}},",
        f"  title = {{{{{title}, as at 30 June 2022 · Review 1}}}},",
        "  year = {2022},",
        "  date = {2022-09-01},",
        "  howpublished = {Scorecards},",
    ]
    assert text.splitlines()[:6] == lines
    found = page(tmp_path / "out", f"subjects/alandia/{DATES[0]}").text
    assert "A. Person and B & C (2022). } @comment{" in found


def test_what_stands_around_a_page_and_on_the_one_of_changes(public: Path, golden: Golden) -> None:
    """Read them after a change: what is in the head, where this page stands, what leads on."""
    dated = (public / "subjects/oslo/2023-06-30/index.html").read_text(encoding="utf-8")
    frame = re.sub(r'(?s)<div class="three">.*(?=</main>)', "", dated)
    golden.check("site-dated.html", frame)
    golden.check("site-changes.html", (public / "changes/index.html").read_text(encoding="utf-8"))


# Feeds --------------------------------------------------------------------------------------------


def test_feeds_have_what_atom_asks_for(public: Path) -> None:
    feeds = [*public.rglob("feed.atom")]
    assert len(feeds) == 13
    etree = import_module("lxml.etree")
    schema = etree.RelaxNG(etree.parse(ROOT / "tests/data/atom.rng"))
    for path in feeds:
        schema.assertValid(etree.parse(path))
        root = ElementTree.parse(path).getroot()
        assert root.tag == f"{ATOM}feed"
        for name in ("id", "title", "updated"):
            assert len(root.findall(f"{ATOM}{name}")) == 1
        ids = [each.findtext(f"{ATOM}id") for each in root.iter(f"{ATOM}entry")]
        assert len(ids) == len({*ids}) > 0
        for entry in root.iter(f"{ATOM}entry"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", entry.findtext(f"{ATOM}updated") or "")
            assert entry.findtext(f"{ATOM}title")
            link = entry.find(f"{ATOM}link")
            assert link is not None
            assert link.attrib["href"].startswith(BASE)
    whole = ElementTree.parse(public / "feed.atom").getroot()
    assert whole.findtext(f"{ATOM}updated") == "2024-11-01T00:00:00Z"
    first = next(whole.iter(f"{ATOM}entry"))
    assert first.findtext(f"{ATOM}id", "").startswith("tag:rents.example,2024-11-01:/tracker/subjects/cairo/")


@pytest.mark.slow
def test_a_reader_of_feeds_reads_them(public: Path) -> None:
    feedparser = import_module("feedparser")
    for path in public.rglob("feed.atom"):
        feed = feedparser.parse(path.read_bytes())
        assert (feed.bozo, feed.version) == (False, "atom10"), path
        assert all(entry.link.startswith(BASE) and entry.updated_parsed for entry in feed.entries)


def test_entries_keep_their_ids_when_others_come(tmp_path: Path) -> None:
    write_public_project(tmp_path, "oslo", size=2)

    def ids() -> set[str]:
        assert site(tmp_path, "out", "--no-firmness").code == 0
        root = ElementTree.parse(tmp_path / "out/feed.atom").getroot()
        return {each.text or "" for each in root.iter(f"{ATOM}id")}

    before = ids()
    content = assessment("oslo", 1, 2)
    content["corrections"].append({"date": "2023-10-05", "text": "3.2 too."})
    write_yaml(tmp_path / f"assessments/oslo/{DATES[1]}.yaml", content)
    after = ids()
    assert before < after
    assert len(after - before) == 1


# Without an address, and as a preview --------------------------------------------------------------


def test_without_an_address_there_is_no_feed_and_it_is_said(tmp_path: Path) -> None:
    write_public_project(tmp_path, "alandia", "cairo", size=2)
    (tmp_path / "scorecard.toml").unlink()
    outcome = site(tmp_path, "out", "--no-firmness")
    assert outcome.code == 0
    assert "Without base_url there is no canonical link, sitemap, feed or 404 page" in outcome.err
    assert "Nobody can object: [site] in scorecard.toml has no contact" in outcome.err
    names = {path.name for path in (tmp_path / "out").rglob("*")}
    assert not names & {"feed.atom", "sitemap.xml", "404.html"}
    assert not any(
        each["rel"] == "canonical" for _, one in pages(tmp_path / "out") for each in one.all("link")
    )
    assert not any(re.match("https?:", each) for each in page(tmp_path / "out", "about").values("href"))


def test_a_preview_has_drafts_and_marks_every_page(tmp_path: Path, project: Path) -> None:
    write_public_project(tmp_path, "cairo", "zagreb", size=2)
    outcome = site(tmp_path, "out", "--no-firmness", "--preview")
    assert outcome.code == 0
    assert (tmp_path / "out/subjects/zagreb/2024-06-30/index.html").exists()
    for path, found in pages(tmp_path / "out"):
        assert "PREVIEW, not published" in found.text, path
        assert any(each.get("name") == "robots" for each in found.all("meta")), path


def test_a_site_leaves_drafts_out_and_says_so(public: Path, outcome: Outcome) -> None:
    assert "1 draft is passed over (--drafts counts them): assessments/zagreb/2024-06-30.yaml" in outcome.err
    assert not (public / "subjects/zagreb/2024-06-30").exists()


# Writing ------------------------------------------------------------------------------------------


def test_a_second_run_writes_nothing_and_a_change_only_what_it_concerns(tmp_path: Path) -> None:
    write_public_project(tmp_path, "cairo", "cote", "lima", size=1)
    assert site(tmp_path, "out", "--no-firmness").code == 0
    out = tmp_path / "out"
    stamps = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    outcome = site(tmp_path, "out", "--no-firmness")
    assert outcome.err.splitlines()[-1].endswith(" 0 written")
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == stamps
    content = assessment("cote", 0, 1)
    content["summary"] = "Another summary."
    write_yaml(tmp_path / f"assessments/cote/{DATES[0]}.yaml", content)
    site(tmp_path, "out", "--no-firmness")
    changed = {path for path in out.rglob("*.html") if path.stat().st_mtime_ns != stamps[path]}
    assert changed == {out / "subjects/cote/2022-06-30/index.html"}


def test_a_page_that_would_be_gone_stops_the_run(tmp_path: Path) -> None:
    write_public_project(tmp_path, "cairo", "cote", "lima", size=1)
    site(tmp_path, "out", "--no-firmness")
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    (tmp_path / f"assessments/cote/{DATES[0]}.yaml").unlink()
    outcome = site(tmp_path, "out", "--no-firmness")
    assert outcome.code == 1
    assert "subjects/cote/2022-06-30/" in outcome.err
    assert "--prune" in outcome.err
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before
    outcome = site(tmp_path, "out", "--no-firmness", "--prune")
    assert outcome.code == 0
    assert not (tmp_path / "out/subjects/cote/2022-06-30").exists()
    assert not (tmp_path / "out/subjects/cote/changes/2022-06-30..2023-06-30").exists()


def test_files_of_others_are_never_touched(tmp_path: Path) -> None:
    write_public_project(tmp_path, "alandia", size=2)
    theirs = write_text(tmp_path / "out/about/index.html", "ours")
    outcome = site(tmp_path, "out", "--no-firmness")
    assert outcome.code == 2
    assert "not written by scorecard site: about/index.html" in outcome.err
    assert theirs.read_text(encoding="utf-8") == "ours"
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == [theirs]
    theirs.rename(tmp_path / "out/CNAME")
    assert site(tmp_path, "out", "--no-firmness").code == 0
    (tmp_path / f"assessments/alandia/{DATES[0]}.yaml").unlink()
    assert site(tmp_path, "out", "--no-firmness", "--prune").code == 0
    assert (tmp_path / "out/CNAME").read_text(encoding="utf-8") == "ours"


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    write_public_project(tmp_path, "alandia", size=2)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/subjects").symlink_to(tmp_path / "elsewhere")
    outcome = site(tmp_path, "out", "--no-firmness")
    assert outcome.code == 3
    assert "leads out of" in outcome.err
    assert [*(tmp_path / "elsewhere").iterdir()] == []


def test_the_same_files_give_the_same_bytes_in_one_process_and_in_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scorecard.publishing import site as publishing

    write_public_project(tmp_path, "cairo", "lima", "oslo", size=1)
    assert site(tmp_path, "one", "--no-firmness").code == 0
    monkeypatch.setattr(publishing, "_FEWEST_FOR_PROCESSES", 2)
    assert site(tmp_path, "two", "--no-firmness").code == 0
    one, two = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (tmp_path / "one", tmp_path / "two")
    )
    assert one == two


# Settings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'base_url = "tracker.example"',
            "base_url in [site] is 'tracker.example', which is no address of a site",
        ),
        ('base_url = "https://a.example/?x=1"', "which is no address of a site"),
        ("funders = 3", "scorecard.toml:2:1: funders in [site] holds a number, not a text"),
        ('moved = {"../x" = "about"}', "'../x' in moved of [site] is no address of a page"),
        ('moved = {"x" = 1}', "moved in [site] is no table of addresses"),
        ("title = 3", "title in [site] is a number, not a text"),
        ('titel = "x"', "'titel' in [site] is not known"),
    ],
)
def test_settings_that_cannot_be_are_refused(tmp_path: Path, text: str, said: str) -> None:
    write_public_project(tmp_path, "alandia", size=2)
    write_text(tmp_path / "scorecard.toml", f"[site]\n{text}\n")
    outcome = site(tmp_path, "out")
    assert outcome.code == 1
    assert said in outcome.err.replace('"', "'")


def test_the_projects_own_files_make_a_site(tmp_path: Path) -> None:
    outcome = run("site", "-o", str(tmp_path / "out"), "--no-firmness", "--project", str(ROOT))
    assert outcome.code == 0, outcome.err
    for path, found in pages(tmp_path / "out"):
        for target in links(path, found):
            assert (tmp_path / "out" / target.partition("#")[0]).is_file(), (path, target)


# What is withdrawn, elsewhere ---------------------------------------------------------------------


def test_what_is_withdrawn_is_not_the_newest_and_in_no_trend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_public_project(tmp_path, "lima", size=2)
    content = assessment("lima", 2, 2)
    content["withdrawn"] = "It was of another town."
    write_yaml(tmp_path / f"assessments/lima/{DATES[2]}.yaml", content)
    monkeypatch.chdir(tmp_path)
    said = "2 withdrawn, passed over: assessments/lima/2023-06-30.yaml, assessments/lima/2024-06-30.yaml\n"
    outcome = run("trend", "lima", "--framework", "fair-rents", "--format", "json")
    assert outcome.err == said
    points = json.loads(outcome.out)["trends"][0]["points"]
    assert [each["date"] for each in points] == ["2022-06-30"]
    outcome = run("assess", "--framework", "fair-rents", "--format", "json")
    assert [each["date"] for each in json.loads(outcome.out)["scorecards"]] == ["2022-06-30"]
    assert outcome.err == said
    named = run("assess", f"lima@{DATES[2]}", "--detail", "full", columns=100)
    assert named.out.splitlines()[0].startswith("✗ WITHDRAWN: Fails")
    assert "It was of another town." in named.out


def test_a_subject_all_of_which_is_withdrawn_keeps_its_pages(tmp_path: Path) -> None:
    write_public_project(tmp_path, "alandia", "lima", size=2)
    for when in (0, 1, 2):
        content = {**assessment("alandia", when, 2), "withdrawn": "Mistaken."}
        write_yaml(tmp_path / f"assessments/alandia/{DATES[when]}.yaml", content)
    last = {**assessment("lima", 2, 2), "withdrawn": "Mistaken."}
    write_yaml(tmp_path / f"assessments/lima/{DATES[2]}.yaml", last)
    outcome = site(tmp_path, "out", "--no-firmness")
    assert outcome.code == 0, outcome.err
    for day in DATES[1:]:  # what stands by that framework is older
        assert "earlier assessment" not in page(tmp_path / "out", f"subjects/lima/{day}").text
    found = page(tmp_path / "out", "subjects/alandia")
    assert "30 June 2023Withdrawn · Fair rents" in found.text
    assert "Every assessment of this subject is withdrawn." in found.text
    assert f"../../subjects/alandia/{DATES[1]}/index.html" in found.values("href")
    assert not re.search(r"\bFails|\bPasses|out of 100", found.text)
    for path, one in pages(tmp_path / "out"):
        for target in links(path, one):
            assert (tmp_path / "out" / target.partition("#")[0]).is_file(), (path, target)


# Pictures ---------------------------------------------------------------------------------------


def test_where_pictures_can_be_drawn_the_head_names_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_public_project(tmp_path, "oslo", size=1))
    monkeypatch.setattr(publisher, "can_draw", lambda: True)
    monkeypatch.setattr(subject_pages, "draw", lambda svg: b"PNG of " + svg.encode())
    outcome = run("site", "-o", "out", "--no-firmness")
    assert outcome.code == 0, outcome.err
    folder = tmp_path / "out/subjects/oslo"
    assert (folder / "card.png").read_bytes() == b"PNG of " + (folder / "card.svg").read_bytes()
    assert head(page(tmp_path / "out", "subjects/oslo"))["og:image"] == f"{BASE}subjects/oslo/card.png"


@pytest.mark.slow
def test_a_card_is_drawn_in_its_size(public: Path) -> None:
    assert render_site.can_draw(), "this needs the extra `pictures` and a font"
    drawn = render_site.draw((public / "subjects/cairo/card.svg").read_text(encoding="utf-8"))
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(drawn[at : at + 4], "big") for at in (16, 20)] == [1200, 630]
