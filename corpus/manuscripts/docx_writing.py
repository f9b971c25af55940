"""Edits put into a Word document: characters of its parts' XML, no element added or taken away.

New words stand in the run of the words they follow or replace, and so have its properties. Parts without edits are copied as
they are, with their names, dates and order.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO

from ..decode import encoding_of
from ..errors import ManuscriptError
from .edits import Edit, edited
from .parts import Package

_TEXT_TAG = re.compile(r"<(?:[\w.-]+:)?t(?:\s[^<>]*)?>")
_SPACE = " \t\r\n"


def edited_docx(data: bytes, edits: Sequence[Edit], name: str) -> bytes:
    """The bytes of a document with edits; those of ``data`` without any. Raises :class:`ManuscriptError` for a signed one."""
    if not edits:
        return data
    package = Package(data, name)
    texts = {part: package.text(part) for part in dict.fromkeys(e.part for e in edits)}
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        if any(entry.filename.startswith("_xmlsignatures/") for entry in old.infolist()):
            raise ManuscriptError("this document is signed; a change would break its signature", name=name)
        new.comment = old.comment
        for entry in old.infolist():
            content = old.read(entry)
            part = next((p for p in texts if p.lower() == entry.filename.lower()), None)
            if part is not None:
                encoding, skipped = encoding_of(content)
                mine = [e for e in edits if e.part == part]
                content = content[:skipped] + edited_part(texts[part], mine).encode(encoding)
            # the same entry: name, date, rights; sizes and checksum are made anew
            new.writestr(entry, content, entry.compress_type)
    return out.getvalue()


def edited_part(xml: str, edits: Sequence[Edit]) -> str:
    """A part's XML with edits of its character data.

    White space that comes to stand at the end of a text element is declared to be preserved, or readers would drop it
    (ECMA-376 part 1, 17.3.3.31; XML 1.0, 2.10).
    """
    elements: dict[tuple[int, int], list[Edit]] = {}
    for edit in edits:
        begin, end = xml.rfind("<", 0, edit.start), xml.find("<", edit.end)
        elements.setdefault((begin, end), []).append(edit)
    declared = []
    for (begin, end), mine in elements.items():
        tag = _TEXT_TAG.match(xml, begin)
        if tag is None or "xml:space" in tag.group():
            continue
        before = xml[tag.end() : end]
        after = edited(before, [Edit(e.start - tag.end(), e.end - tag.end(), e.text) for e in mine])
        if before == before.strip(_SPACE) and after != after.strip(_SPACE):
            declared.append(Edit(tag.end() - 1, tag.end() - 1, ' xml:space="preserve"'))
    return edited(xml, [*edits, *declared])
