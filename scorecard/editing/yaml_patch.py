"""Changes a YAML text only where it must: comments, order, quoting, line ends elsewhere stay byte for byte.

The text is composed once to find where things stand, each edit becomes a cut, and the result is read again:
unless the wanted change is the only one, nothing is given back.
"""

from collections.abc import Mapping, Sequence

import yaml
from yaml.nodes import MappingNode

from scorecard.diagnostics import Route
from scorecard.editing.changes import changed, tree_of
from scorecard.editing.yaml_cuts import Cutter, Order, SpliceError
from scorecard.reading.document import parse_document
from scorecard.reading.plain_data import Data
from scorecard.reading.positions import LOADER

BOM = "\ufeff"


def _no_order(_route: Route) -> Sequence[str]:
    return ()


def splice(text: str, edits: Mapping[Route, Data], *, order: Order = _no_order) -> str:
    """Return the text with the value at each route replaced, inserted, or for None taken out with its key.

    A list is prolonged by a route one past its end. No route may lead below another one. Raises SpliceError
    where the text is no good, or would be changed in anything else.
    """
    document = parse_document(text.encode("utf-8"), "")
    if document.findings or not isinstance(document.data, dict):
        raise _unreadable()
    changes = tree_of(edits)
    if not changes.below:
        return text
    begin = BOM if text.startswith(BOM) else ""
    body = text[len(begin) :]
    root = _composed(body)
    cutter = Cutter(body, order)
    cutter.mapping(root, changes, ())
    result = begin + cutter.result()
    after = parse_document(result.encode("utf-8"), "")
    if after.findings or after.data != changed(document.data, changes):
        raise SpliceError(
            "this change cannot be written without changing more of the file",
            hint="write it into the file by hand; nothing was changed",
        )
    return result


def _composed(text: str) -> MappingNode:
    """Return a text's nodes; the parser alone may refuse what a reader by events lets pass."""
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError:
        raise _unreadable() from None
    assert isinstance(root, MappingNode), "the document is a mapping"
    return root


def _unreadable() -> SpliceError:
    return SpliceError("the file cannot be read as YAML", hint="scorecard validate says where it is wrong")
