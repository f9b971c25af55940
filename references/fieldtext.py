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
from functools import lru_cache

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
_JOINED = {character: second for first, second in _JOINS for character in first}
_SPECIAL = r"[\\{}$&#%_~^“”‘’`–—…\u00a0\u00ad\x00-\x1f\x7f]"
# control characters not with \char, which Biber would put back as the character, and LaTeX refuses that
_IN_LATIN = str.maketrans({chr(code): rf"\symbol{{{code}}}" for code in [*range(32), 127] if chr(code) != "\n"} | _WRITTEN)
_TO_WRITE = re.compile(rf"{_SECOND}|{_SPECIAL}|(?:(?<=\ )|^)\ |\ $")
# whether there is anything to write, which is sooner seen
_IS_SPECIAL = re.compile(rf"{_SPECIAL}|--|''|,,|<<|>>|  |^ | $")
# what cannot be written character by character: spaces at an end or in a row, and marks in a row
_MAY_JOIN = re.compile(r"[ '’”“?!,<>–—-][ '’”“,<>–—-]|^ | $")
_LETTERS = r"[^\W\d_](?:[^\W_]|['’])*"
_WORD = re.compile(_LETTERS)
_WORD_OR_MARK = re.compile(rf"({_LETTERS})|{_TO_WRITE.pattern}")


def encode(text: str) -> str:
    """``text`` as the value of a field, without the braces around it."""
    if text.isalnum() or not _IS_SPECIAL.search(text):
        return text
    if is_east_asian(text):
        return _TO_WRITE.sub(_written, text)
    return _TO_WRITE.sub(_written_in_latin, text) if _MAY_JOIN.search(text) else text.translate(_IN_LATIN)


def encode_title(text: str) -> str:
    """``text`` as a title: each word with a capital is braced, so that no style lowers it; Han has no capitals."""
    if text.isascii() or not is_east_asian(text):
        words = text.split(" ")
        if "" not in words:
            # what is between two spaces is written the same in every title
            return " ".join(map(_title_word, words))
    if text == text.lower():
        return encode(text)
    if not _IS_SPECIAL.search(text):
        return _WORD.sub(_braced, text)
    return _WORD_OR_MARK.sub(_braced_or_written, text)


@lru_cache(maxsize=20_000)
def _title_word(word: str) -> str:
    if word.isascii() and word.isalpha():
        return word if word.islower() else f"{{{word}}}"
    return _WORD_OR_MARK.sub(_braced_or_written, word) if word != word.lower() else encode(word)


def _braced(found: re.Match[str]) -> str:
    word = found.group()
    return word if word == word.lower() or is_east_asian(word) else f"{{{word}}}"


def _braced_or_written(found: re.Match[str]) -> str:
    word = found[1]
    if word is None:
        return _written(found)
    if "’" not in word and "''" not in word:
        return _braced(found)
    # what stands around a mark counts, and so it is looked for in the whole
    out, at = [], found.start()
    for mark in _TO_WRITE.finditer(found.string, found.start(), found.end()):
        out += [found.string[at : mark.start()], _written(mark)]
        at = mark.end()
    written = "".join([*out, found.string[at : found.end()]])
    return written if word == word.lower() or is_east_asian(word) else f"{{{written}}}"


def _written(found: re.Match[str]) -> str:
    text, at, character = found.string, found.start(), found.group()
    if character in NEUTRAL and beside_han(text, at):
        return character
    return _written_in_latin(found)


def _written_in_latin(found: re.Match[str]) -> str:
    text, at, character = found.string, found.start(), found.group()
    if character == " ":
        return "{ }"
    joined = at > 0 and character in _JOINED.get(text[at - 1], "")
    return ("{}" if joined else "") + character.translate(_IN_LATIN)


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
