"""What search engines and programs are told of a page in JSON-LD: https://schema.org."""

import json
from collections.abc import Sequence

from scorecard.directions import unmarked
from scorecard.model.framework import Framework
from scorecard.publishing.content import SiteContent
from scorecard.publishing.feed import address, plain
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.open_data import ABOUT
from scorecard.views.site.cite_data import digests_of
from scorecard.views.site.plan import PageKind, SitePage
from scorecard.views.site.subject import SiteName

_CONTEXT = "https://schema.org"
_SPDX = "https://spdx.org/licenses/"


def report_data(scorecard: Scorecard, site: SiteName, page: SitePage, name: str) -> str:
    """Return a dated assessment as a `Report`."""
    assessment, framework = scorecard.assessment, scorecard.framework
    return _json(
        {
            **_told("Report", name, site, page),
            "about": {"@type": "Thing", "name": plain(assessment.subject.name)},
            "temporalCoverage": assessment.date.isoformat(),
            "datePublished": assessment.published.isoformat() if assessment.published else None,
            "author": [_author(each, site) for each in assessment.assessors],
            "isBasedOn": _framework(framework, site),
            "identifier": [
                {"@type": "PropertyValue", "propertyID": "sha256", "name": name, "value": digest}
                for name, digest in digests_of(scorecard).items()
            ],
            "license": _licence(assessment.licence),
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": plain(each.text or ""),
                    "datePublished": str(each.date),
                }
                for each in assessment.corrections
                if each.date
            ],
        }
    )


def dataset_data(
    site: SiteName,
    page: SitePage,
    files: Sequence[str],
    content: SiteContent,
    frameworks: Sequence[Framework],
) -> str:
    """Return the open data of a site as a `Dataset`, with a licence where all of it has one and the same."""
    days = sorted(each.place.date.isoformat() for each in content.planned if not each.is_withdrawn)
    licences = {*content.licences} | {each.licence for each in frameworks}
    return _json(
        {
            **_told("Dataset", site.title, site, page),
            "description": ABOUT,
            "temporalCoverage": f"{days[0]}/{days[-1]}" if days else None,
            "license": _licence(licences.pop()) if len(licences) == 1 else None,
            "isBasedOn": [_framework(each, site) for each in frameworks],
            "variableMeasured": [
                {
                    "@type": "PropertyValue",
                    "propertyID": f"{framework.ref}/{each.id}",
                    "name": plain(each.title),
                }
                for framework in frameworks
                for each in framework.indicators()
            ],
            "distribution": [
                {
                    "@type": "DataDownload",
                    "contentUrl": address(site.base_url, f"{page.address}{each}"),
                    "encodingFormat": "text/csv" if each.endswith(".csv") else "application/json",
                }
                for each in files
                if site.base_url and each.endswith((".csv", ".json"))
            ],
        }
    )


def _told(type: str, name: str, site: SiteName, page: SitePage) -> dict[str, object]:
    return {
        "@context": _CONTEXT,
        "@type": type,
        "name": plain(unmarked(name)),
        "url": address(site.base_url, page.address) if site.base_url else None,
        "publisher": {"@type": "Organization", "name": plain(site.organisation)}
        if site.organisation
        else None,
        "isPartOf": {"@type": "WebSite", "name": plain(site.title)},
    }


def _author(name: str, site: SiteName) -> dict[str, str]:
    """Return whoever assessed: what is not the organisation may be a person, or many."""
    return {"@type": "Organization" if name == site.organisation else "Thing", "name": plain(name)}


def _framework(framework: Framework, site: SiteName) -> dict[str, object]:
    page = SitePage(PageKind.FRAMEWORK, framework=framework.ref)
    return {
        "@type": "DefinedTermSet",
        "name": plain(framework.title),
        "version": framework.version,
        **({"url": address(site.base_url, page.address)} if site.base_url else {}),
    }


def _licence(licence: str | None) -> str | None:
    """Return a licence as an address where it is an identifier of SPDX, as far as its form says."""
    if licence is None or "://" in licence or " " in licence.strip():
        return licence and plain(licence)
    return f"{_SPDX}{plain(licence)}"


def _json(content: dict[str, object]) -> str:
    """Return JSON that stands in a page: nothing in it ends its element, or begins a comment."""
    given = {key: value for key, value in content.items() if value not in (None, [], "")}
    return (
        json.dumps(given, ensure_ascii=False, sort_keys=False).replace("<", "\\u003c").replace("&", "\\u0026")
    )
