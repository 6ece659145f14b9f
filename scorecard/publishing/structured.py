"""What search engines and programs are told of a page in JSON-LD: https://schema.org."""

import json
from collections.abc import Sequence

from scorecard.model.assessment import Assessment
from scorecard.model.digest import framework_digest
from scorecard.model.framework import Framework
from scorecard.publishing.feed import address, plain
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.open_data import ABOUT
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
            "datePublished": assessment.told_on.isoformat(),
            "author": [{"@type": "Person", "name": plain(each)} for each in assessment.assessors],
            "isBasedOn": _framework(framework, site),
            "identifier": framework_digest(framework),
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
    assessments: Sequence[Assessment],
    frameworks: Sequence[Framework],
) -> str:
    """Return the open data of a site as a `Dataset`."""
    days = sorted(each.date.isoformat() for each in assessments)
    licences = sorted({each.licence for each in assessments if each.licence})
    return _json(
        {
            **_told("Dataset", site.title, site, page),
            "description": ABOUT,
            "temporalCoverage": f"{days[0]}/{days[-1]}" if days else None,
            "license": [_licence(each) for each in licences],
            "isBasedOn": [_framework(each, site) for each in frameworks],
            "variableMeasured": [
                {"@type": "PropertyValue", "propertyID": each.id, "name": plain(each.title)}
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
        "name": plain(name),
        "url": address(site.base_url, page.address) if site.base_url else None,
        "publisher": {"@type": "Organization", "name": plain(site.organisation)}
        if site.organisation
        else None,
        "isPartOf": {"@type": "WebSite", "name": plain(site.title)},
    }


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
