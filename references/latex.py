"""Text for LaTeX and for BibTeX fields.

The rules are those of the LaTeX kernel's ten special characters and of TeX's quotation-mark ligatures. Han and accented
letters stay Unicode: XeLaTeX, LuaLaTeX and Biber read them. Typographic quotation marks of Latin text are written as
ligatures, because xeCJK takes the Unicode ones for Chinese punctuation and drops the space beside them.
"""

from __future__ import annotations

import re

from provenance.scripts import is_east_asian

#: What stands for LaTeX's ten special characters.
SPECIAL = {
    "\\": r"\textbackslash{}",
    # not \{ and \}: BibTeX counts braces without minding the backslash
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_TYPOGRAPHIC = {
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "–": "--",
    "—": "---",
    "…": r"\ldots{}",
    "\u00a0": "~",
    "\u00ad": r"\-",
}
#: Marks that belong to the Chinese text on either side of them keep their Unicode form.
NEUTRAL = frozenset("“”‘’—…")
_TOKEN = re.compile(r"[\\{}$&#%_~^“”‘’–—…\u00a0\u00ad]")


def escape_text(text: str) -> str:
    """``text`` so that LaTeX typesets just these characters; balanced in braces whatever comes in."""
    text = re.sub(r"\s*[\r\n]+\s*", " ", text)
    return _TOKEN.sub(lambda found: _escaped(text, found.start()), text)


def _escaped(text: str, at: int) -> str:
    character = text[at]
    if character in SPECIAL:
        return SPECIAL[character]
    if character in NEUTRAL and beside_han(text, at):
        return character
    return _TYPOGRAPHIC[character]


def beside_han(text: str, at: int) -> bool:
    """Whether a mark belongs to Chinese text: the nearest letter within the quotation marks, on both sides of a dash."""
    before = re.search(r"(\w)\W*$", text[:at]) if text[at] not in "“‘" else None
    after = re.search(r"^\W*(\w)", text[at + 1 :]) if text[at] not in "”’" else None
    near = [found.group(1) for found in (before, after) if found]
    return bool(near) and all(is_east_asian(letter) for letter in near)


def escape_verbatim(text: str) -> str:
    """An address for a ``url`` field, which BibTeX styles set verbatim: only what breaks the file is percent-encoded."""
    table = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", "\n": "", '"': "%22"}
    return "".join(table.get(character, character) for character in text)
