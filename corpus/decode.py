"""Bytes → text, for the encodings whose bytes can be told for certain; every other file is refused with its reason.

UTF-8 and, with a byte order mark, UTF-16 are read. Nothing else is guessed at: text read in the wrong encoding is wrong
without looking wrong. What the bytes look like is only said in the message.
"""

from __future__ import annotations

import codecs
import re

from provenance.scripts import count_han

from .errors import PageError
from .traced import Traced, trace

_READABLE = "a text or HTML page in UTF-8"
#: First bytes of files that are no text, and what they are ("magic numbers", file(1)).
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (or a .docx, .odt or .epub file, which are ZIP archives)"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"%!PS", "a PostScript file"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
#: Byte order marks with the codec of what follows; UTF-32 first, because its mark begins with that of UTF-16.
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: The commonest characters of running Chinese and Japanese, simplified and traditional: rubbish decoded in the wrong
#: encoding is Han too, but hardly ever these.
_COMMON = frozenset("的一是不了在人有我他这這中大来來上国國和地到说說们們为為子以个個会會年与與对對以及等发發展のにはをたがで")
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a page and the codec it was read with: ``utf-8``, ``utf-16-le`` or ``utf-16-be``.

    The text does not begin with the byte order mark, but :func:`traced` counts its bytes. Line ends stay as they are.
    Raises :class:`PageError`, naming ``name``: an empty file, a binary one (and which), one that is not UTF-8 (at which
    line and byte offset, from 0, and what it looks like).
    """
    if not data:
        raise PageError("the file is empty", name=name, expected=_READABLE)
    if kind := kind_of(data):
        raise PageError(f"this is {kind}", name=name, expected=_READABLE)
    encoding, skipped = encoding_of(data)
    if encoding.startswith("utf-32"):
        raise PageError("this is UTF-32", name=name, expected=_READABLE)
    try:
        text = data[skipped:].decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(data, skipped + error.start, encoding, error.reason, name) from None
    if "\x00" in text:
        raise _binary(data, text, name)
    if not text.strip(" \t\r\n\f\v\u00a0\u3000\ufeff"):
        raise PageError("the file holds only white space", name=name, expected=_READABLE)
    if "\x1b$" in text or "\x1b(" in text:
        raise PageError("the file has escape sequences like those of ISO-2022; convert it to UTF-8", name=name)
    return text, encoding


def kind_of(data: bytes) -> str | None:
    """What a file that is no text is, by its first bytes: ``a PDF file``; None when it may be text."""
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)


def encoding_of(data: bytes) -> tuple[str, int]:
    """The codec the byte order mark names (``utf-8`` without one) and the bytes of that mark."""
    return next(((codec, len(mark)) for mark, codec in _BOMS if data.startswith(mark)), ("utf-8", 0))


def traced(data: bytes, text: str, encoding: str) -> Traced:
    """The whole text as :func:`decode` gave it, with the byte of ``data`` behind each code point."""
    return trace(text, encoding_of(data)[1], encoding)


def line_of(data: bytes, at: int) -> int:
    """The line (from 1) that byte ``at`` of an ASCII-compatible file stands on."""
    return len(re.findall(rb"\r\n?|\n", data[:at])) + 1


def _binary(data: bytes, text: str, name: str) -> PageError:
    at = data.find(b"\x00")
    if len(data) > 3 and (data[1::2].count(0) > len(data) / 6 or data[::2].count(0) > len(data) / 6):
        return PageError("this looks like UTF-16 without a byte order mark; convert it to UTF-8", name=name)
    return PageError(f"this is a binary file: NUL at byte {at}", name=name, expected=_READABLE)


def _not_text(data: bytes, at: int, encoding: str, reason: str, name: str) -> PageError:
    """What to say of bytes that are not the UTF-8 (UTF-16) they should be."""
    if encoding != "utf-8":
        return PageError(f"byte {at} is not {encoding.upper()}: {reason}", name=name, expected=_READABLE)
    if b"\x00" in data[:1024]:
        return _binary(data, "", name)
    line = line_of(data, at)
    where = f"byte {at} (0x{data[at]:02x}) is not UTF-8"
    if reason == "unexpected end of data":
        return PageError(f"the file ends in the middle of a character, at byte {at}", name=name, line=line)
    looks = _looks_like(data)
    declared = _DECLARED.search(data[:1024])
    if looks:
        where += f"; looks like {looks}; convert it to UTF-8"
    elif declared and declared.group(1).lower() not in (b"utf-8", b"utf8"):
        where += f"; the page says it is {declared.group(1).decode('ascii')}; convert it to UTF-8"
    return PageError(where, name=name, line=line, expected=None if looks or declared else _READABLE)


def _looks_like(data: bytes) -> str | None:
    """The legacy encoding these bytes are most likely in, for a message only."""
    best, best_share = None, 0.0
    for codec, label in (("gb18030", "GB18030"), ("big5", "Big5"), ("shift_jis", "Shift_JIS")):
        try:
            foreign = [c for c in data.decode(codec) if ord(c) > 0x7F]
        except UnicodeDecodeError:
            continue
        letters = count_han("".join(foreign)) + sum("\u3041" <= c <= "\u30fe" for c in foreign)
        if letters <= len(foreign) / 2:
            continue
        share = sum(c in _COMMON for c in foreign) / len(foreign)
        if share > best_share:
            best, best_share = label, share
    if best and best_share > 0.04:
        return best
    high = len(re.findall(rb"[\x80-\xff]", data))
    alone = len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])", data))
    return "Latin-1 or Windows-1252" if alone > 0.8 * high else None
