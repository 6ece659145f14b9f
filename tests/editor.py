"""A file as an editor sees it: YAML 1.2 by its core schema, which gives unquoted text a type."""

import re
from typing import Any

import yaml


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML's safe loader with the types of YAML 1.2: dates stay texts, and so do `no` and `12:30`."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - replaces PyYAML's own

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[str, Any]:
        """Keys are texts, as in JSON."""
        return {str(key.value): self.construct_object(value, deep=True) for key, value in node.value}


def _number(loader: _Loader, node: yaml.ScalarNode) -> int | float:
    text = str(node.value).lower()
    for prefix, base in (("0x", 16), ("0o", 8)):
        if text.startswith(prefix):
            return int(text.removeprefix(prefix), base)
    if text.endswith((".inf", ".nan")):
        return float(text.replace(".", "", 1))
    return int(text) if re.fullmatch("[-+]?[0-9]+", text) else float(text)


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    return loader.construct_mapping(node)


_TYPES = {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
}
for _type, _pattern in _TYPES.items():
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_type}", re.compile(rf"(?:{_pattern})\Z"), None)
_Loader.add_constructor("tag:yaml.org,2002:float", _number)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def load_as_editor(text: str) -> Any:
    """Return what an editor's YAML makes of a text."""
    return yaml.load(text, _Loader)
