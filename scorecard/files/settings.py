"""A project's settings: the tables and keys of its `scorecard.toml`, read strictly."""

import os
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scorecard.errors import NotFoundError, ScorecardError
from scorecard.files.folder import LEADS_OUT, UnreadableError, read_file
from scorecard.model.lexical import shown, suggest

FILE = "scorecard.toml"
_TABLES = {
    "theme": ("organisation", "logo", "logo_dark", "accent"),
    "output": ("pager",),
    "validate": ("select", "ignore", "strict"),
    "site": ("title", "base_url", "contact", "funders", "reply_by", "moved"),
}
"""The tables of the file, and the keys of each."""
_MOST_BYTES = 64 * 1024
_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)\Z")
_WORD = re.compile(r"""#[^\n]*|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[\w-]+""")


class SettingsError(ScorecardError):
    """A project's settings were opened and are refused."""

    exit_code = 1


@dataclass(frozen=True)
class SettingsTable:
    """A table of the file: its values by key, none where it is not there; and the whole file as typed."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)
    toml: str = ""

    def boolean(self, key: str, default: bool | None) -> bool | None:
        """Return what is true or false."""
        value = self.values.get(key, default)
        if value is not None and not isinstance(value, bool):
            example = "false" if default else "true"
            raise self.refusal(
                f"{key} in [{self.name}] is {kind_of_value(value)}, not true or false",
                f"write it as {key} = {example}",
                key,
            )
        return value

    def words(self, key: str) -> Iterator[str]:
        """Yield the texts of a list; a list of one may be written as its one text."""
        value = self.values.get(key, [])
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, str):
                message = f"{key} in [{self.name}] holds {kind_of_value(each)}, not a text"
                raise self.refusal(message, f'write it as {key} = ["…"]', key)
            yield each

    def refusal(self, message: str, hint: str, *words: str) -> SettingsError:
        """Return that something in it is refused; `words` lead to its place in the file."""
        place = _place_of(self.toml, self.name, *words) if words else ""
        return SettingsError(f"{FILE}{place}: {message}", hint=hint)


def read_table(root: Path | None, name: str) -> SettingsTable:
    """Return one of the tables of a project's file, if there is one; the keys of all are checked."""
    if root is None or not os.path.lexists(root / FILE):
        return SettingsTable(name)
    try:
        text = read_bounded(root, root / FILE, FILE, _MOST_BYTES).decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(f"{FILE}:{line}: this is not UTF-8", hint="save the file as UTF-8") from None
    except RecursionError:
        raise SettingsError(f"{FILE}: this is nested too deeply", hint="see https://toml.io") from None
    except ValueError as error:
        words, *place = _PLACE.split(str(error))
        at = "".join(f":{number}" for number in place[:2])
        raise SettingsError(f"{FILE}{at}: this is not TOML: {words}", hint="see https://toml.io") from None
    _check_keys(text, data, _TABLES)
    for key, table in data.items():
        if not isinstance(table, dict):
            hint = f"begin it with a line [{key}]"
            raise SettingsError(f"{FILE}: {key} is {kind_of_value(table)}, not a table", hint=hint)
        _check_keys(text, table, _TABLES[key], key)
    return SettingsTable(name, data.get(name, {}), text)


def wants_pager(root: Path | None) -> bool:
    """Whether a project lets long output go through a pager: unless `[output]` has `pager = false`."""
    return read_table(root, "output").boolean("pager", True) is True


def _check_keys(text: str, table: Mapping[str, object], known: Collection[str], *above: str) -> None:
    for key in table:
        if key not in known:
            where = f" in [{above[0]}]" if above else ""
            place = _place_of(text, *above, key)
            raise SettingsError(f"{FILE}{place}: {shown(key)}{where} is not known", hint=suggest(key, known))


def _place_of(text: str, *words: str) -> str:
    """Return where the last of some words stands, as `:line:column`, each sought after the one before it.

    The parser tells no places. Nothing is returned for a word that is not written as it reads.
    """
    wanted = list(words)
    for match in _WORD.finditer(text):
        if match[0].strip("\"'") == wanted[0] and not match[0].startswith("#"):
            del wanted[0]
            if not wanted:
                before = text[: match.start()]
                return f":{before.count(chr(10)) + 1}:{match.start() - before.rfind(chr(10))}"
    return ""


def kind_of_value(value: object) -> str:
    """Say of what kind a value is."""
    kinds = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a text",
        list: "a list",
        dict: "a table",
    }
    return kinds.get(type(value), "a date or a time")


def read_bounded(root: Path, path: Path, name: str, most: int) -> bytes:
    """Return what a file in a project holds, if that is at most so many bytes."""
    try:
        content = read_file(path, root)
    except UnreadableError as error:
        finding = error.finding
        if not error.opened or finding.name == LEADS_OUT:
            kind = SettingsError if error.opened else NotFoundError
            raise kind(f"{name}: {finding.message}", hint=finding.help) from None
        content = None
    if content is None or len(content) > most:
        raise SettingsError(f"{name}: the file is larger than {most // 1024} KB", hint="make it smaller")
    return content
