"""XML for records: elements with text, written record by record, read without entities or the network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .errors import UnreadableRecords

if TYPE_CHECKING:
    from lxml.etree import _Element

# XML 1.0, section 2.2: what no XML file can hold; U+0085 and U+2028 survive only by chance
_NOT_XML = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(parent: _Element, tag: str, text: str | None = None, **attributes: str) -> _Element:
    """A child of ``parent``; what XML cannot hold becomes a space."""
    from lxml import etree

    made = etree.SubElement(parent, tag, {name.replace("_", "-"): value for name, value in attributes.items() if value})
    if text:
        made.text = _NOT_XML.sub(" ", text)
    return made


def leaf(parent: _Element, tag: str, text: str | None, **attributes: str) -> None:
    """A child with text, where there is text."""
    if text and _NOT_XML.sub(" ", text).strip():
        element(parent, tag, text, **attributes)


def serialized(root: _Element) -> str:
    """An element, indented, on lines of its own."""
    from lxml import etree

    etree.indent(root)
    return etree.tostring(root, encoding="unicode") + "\n"


def parsed(text: str) -> _Element:
    """The root of an XML file. Raises :class:`UnreadableRecords` with the line."""
    from lxml import etree

    # an encoding that the declaration names is that of the bytes, and these are decoded already
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, encoding="utf-8")
    try:
        return etree.fromstring(text.removeprefix("\ufeff").encode(), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableRecords(f"line {error.lineno}: not XML ({error.msg})") from None


def text_of(found: _Element | None) -> str | None:
    """All the text in an element, as it stands; None when there is none."""
    return ("".join(str(piece) for piece in found.itertext()) or None) if found is not None else None


def line_of(found: _Element) -> int | None:
    """The line of the file where an element begins; None when it was not read from one."""
    line = found.sourceline
    return line if isinstance(line, int) else None
