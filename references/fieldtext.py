"""Text in the fields of a .bib file: Unicode to what BibTeX, Biber and LaTeX read right.

:func:`encode` loses nothing: :func:`references.fieldreading.decode` gives the same text again, whatever characters it has. The
rules are those of the LaTeX kernel (Leslie Lamport, "LaTeX", 2nd ed., 1994, sections 2.2 and 3.2: special characters,
ligatures) and of BibTeX (Oren Patashnik, "BibTeXing", 1988, section 4): braces balance in every value, and runs of white space
are one space.

Letters of all scripts stay as they are. Between Latin letters, typographic marks are written in ASCII: “…” as ligatures,
– as ``--``; ‘ and ’ are braced, so that a plain apostrophe stays plain. Beside Han they stay raw.
"""

from __future__ import annotations

import re

from provenance.scripts import is_east_asian

from .latex import NEUTRAL, SPECIAL, beside_han

_WRITTEN = {
    **SPECIAL,
    "“": "``",
    "”": "''",
    "‘": "{`}",
    "’": "{'}",
    "`": r"\textasciigrave{}",
    "–": "--",
    "—": "---",
    "…": r"\ldots{}",
    "\u00a0": "~",
    "\u00ad": r"\-",
    "\n": r"\newline{}",
}
# characters that TeX would join with the one before them
_JOINS = (("-–—", "-–—"), ("'”", "'”"), ("“", "“"), ("?!", "“"), (",", ","), ("<", "<"), (">", ">"))
_SECOND = "|".join(f"(?<=[{first}])[{second}]" for first, second in _JOINS)
_TO_WRITE = re.compile(rf"{_SECOND}|[\\{{}}$&#%_~^“”‘’`–—…\u00a0\u00ad\x00-\x1f\x7f]|(?:(?<=\ )|^)\ |\ $")
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’])*")


def encode(text: str) -> str:
    """``text`` as the value of a field, without the braces around it."""
    return _TO_WRITE.sub(_written, text) if _TO_WRITE.search(text) else text


def encode_title(text: str) -> str:
    """``text`` as a title: each word with a capital is braced, so that no style lowers it; Han has no capitals."""
    if not _TO_WRITE.search(text):
        return _WORD.sub(_braced, text)
    out, at = [], 0
    for found in _WORD.finditer(text):
        word = found.group()
        if word == word.lower() or is_east_asian(word):
            continue
        out += [_encode_part(text, at, found.start()), "{", _encode_part(text, *found.span()), "}"]
        at = found.end()
    out.append(_encode_part(text, at, len(text)))
    return "".join(out)


def _braced(found: re.Match[str]) -> str:
    word = found.group()
    return word if word == word.lower() or is_east_asian(word) else f"{{{word}}}"


def _encode_part(text: str, start: int, end: int) -> str:
    """A part of ``text``, written with regard to what stands around it."""
    out, at = [], start
    for found in _TO_WRITE.finditer(text, start, end):
        # a pattern's anchors mean the part's ends here; a space there is doubled or at the end of the whole only
        if found.group() == " " and 0 < found.start() < len(text) - 1 and text[found.start() - 1] != " ":
            continue
        out += [text[at : found.start()], _written(found)]
        at = found.end()
    return "".join([*out, text[at:end]])


def _written(found: re.Match[str]) -> str:
    text, at, character = found.string, found.start(), found.group()
    if character == " ":
        return "{ }"
    if character in NEUTRAL and beside_han(text, at):
        return character
    if (character < " " and character != "\n") or character == "\x7f":
        # not \char, which Biber would put back as the character, and LaTeX refuses that
        return rf"\symbol{{{ord(character)}}}"
    joined = at > 0 and any(character in second and text[at - 1] in first for first, second in _JOINS)
    return ("{}" if joined else "") + _WRITTEN.get(character, character)


def encode_address(text: str) -> str:
    """An address or identifier, which ``url`` and ``doi`` hold verbatim. Only what cannot stand in the file is
    percent-encoded (RFC 3986, 2.1), and none of that may stand in an address."""
    if not _UNSAFE.search(text):
        return text
    forbidden = _UNSAFE_CHARACTER if _balanced(text) and "\\" not in text else _UNSAFE_OR_BRACE
    return forbidden.sub(lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), text)


_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f{}\\\"]")
_UNSAFE_CHARACTER = re.compile(r"[\s\x00-\x1f\x7f\"]")
_UNSAFE_OR_BRACE = re.compile(r"[\s\x00-\x1f\x7f{}\\\"]")


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0
