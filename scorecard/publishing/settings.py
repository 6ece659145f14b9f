"""What a project says of its site, in `[site]` of its `scorecard.toml`."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scorecard.errors import ScorecardError
from scorecard.files.settings import FILE, SettingsError, SettingsTable, kind_of_value, read_table
from scorecard.model.lexical import shown

_BASE_URL = re.compile(r"https?://[^\s/?#@\\]+(?:/[^\s?#\\]*)?")
_ADDRESS = re.compile(r"(?!\.\.?(?:/|\Z))[\w.@~+=,-]+(?:/(?!\.\.?(?:/|\Z))[\w.@~+=,-]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What a site is called, where it will stand, who answers for it.

    `base_url` ends in a slash. `reply_by` says until when whoever is assessed may answer. `moved` has by
    addresses that were those that they lead to now, without slashes at their ends.
    """

    title: str = ""
    base_url: str = ""
    contact: str = ""
    funders: tuple[str, ...] = ()
    reply_by: str = ""
    moved: Mapping[str, str] = field(default_factory=dict)


class MovedError(ScorecardError):
    """What is said to have moved cannot have."""

    exit_code = 1


def check_moved(moved: Mapping[str, str], addresses: Container[str]) -> None:
    """Refuse what leads to no page, or from where one is."""
    for old, new in moved.items():
        if f"{new}/" not in addresses:
            hint = "write the address of a page as it is now, such as subjects/springfield"
            raise MovedError(f"{old} is said to have moved to {new}, where no page is", hint=hint)
        if f"{old}/" in addresses:
            raise MovedError(f"{old} is said to have moved, and a page is there", hint="take it out of moved")


def load_site(root: Path | None, base_url: str | None) -> SiteSettings:
    """Return what a project says of its site; with another base URL than its own where one is given."""
    table = read_table(root, "site")
    title, url, contact, reply_by = (
        " ".join(_text(table, key).split()) for key in ("title", "base_url", "contact", "reply_by")
    )
    hint = "write it as https://tracker.example/"
    if base_url is not None and not _BASE_URL.fullmatch(base_url):
        raise SettingsError(f"--base-url is {shown(base_url)}, which is no address of a site", hint=hint)
    if url and not _BASE_URL.fullmatch(url):
        message = f"base_url in [site] is {shown(url)}, which is no address of a site"
        raise table.refusal(message, hint, "base_url")
    url = base_url or url
    funders = tuple(table.words("funders"))
    return SiteSettings(title, url and f"{url.rstrip('/')}/", contact, funders, reply_by, _moved(table))


def _text(table: SettingsTable, key: str) -> str:
    value = table.values.get(key, "")
    if not isinstance(value, str):
        message = f"{key} in [site] is {kind_of_value(value)}, not a text"
        raise table.refusal(message, f'write it as {key} = "…"', key)
    return value


def _moved(table: SettingsTable) -> dict[str, str]:
    moved = table.values.get("moved", {})
    if not isinstance(moved, dict) or not all(isinstance(each, str) for each in moved.values()):
        hint = 'write it as moved = {"old/path" = "new/path"}'
        raise table.refusal("moved in [site] is no table of addresses", hint, "moved")
    for each in (*moved, *moved.values()):
        if not _ADDRESS.fullmatch(each.strip("/")):
            hint = (
                f"write it as it stands after the site's own address in {FILE}, such as subjects/springfield"
            )
            raise table.refusal(f"{shown(each)} in moved of [site] is no address of a page", hint, each)
    return {old.strip("/"): new.strip("/") for old, new in moved.items()}
