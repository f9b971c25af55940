"""Text in the fields of a .bib file: Unicode to what BibTeX, Biber and LaTeX read right, and back.

:func:`encode` loses nothing: :func:`decode` gives the same text again, whatever characters it has. The rules are those of
the LaTeX kernel (Leslie Lamport, "LaTeX", 2nd ed., 1994, sections 2.2 and 3.2: special characters, ligatures) and of BibTeX
(Oren Patashnik, "BibTeXing", 1988, section 4): braces balance in every value, and runs of white space are one space.

Letters of all scripts stay as they are. Between Latin letters, typographic marks are written in ASCII: “…” as ligatures,
– as ``--``; ‘ and ’ are braced, so that a plain apostrophe stays plain. Beside Han they stay raw.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

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


_TO_READ = re.compile(r"[\\{}$`'~]|--|\s\s|[\t\r\n\f\v]|[?!]`")
_READ = re.compile(
    r"""\\(?:[A-Za-z@]+\*?[ \t\r\n]*|.|$)     # a command, with the space that ends its name
    | \{(['`\ ])\} | \{\}                     # what encode braces to keep it
    | [{}$~] | `` | '' | `|' | ---? | [?!]` | [ \t\r\n\f\v]+""",
    re.X | re.S,
)
_BRACED = {"'": "’", "`": "‘", " ": " "}
_LIGATURES = {"``": "“", "''": "”", "--": "–", "---": "—", "?`": "¿", "!`": "¡", "~": "\u00a0"}
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307", "u": "\u0306",
    "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
#: Commands that change how their argument looks, not what it says.
_TRANSPARENT = frozenset(
    "emph textit textbf textsc textrm textsf texttt textup textmd textsl textnormal mbox hbox mkbibemph mkbibquote text "
    "textsuperscript textsubscript uppercase lowercase MakeUppercase ensuremath natexlab "
    "em it bf sc rm sf tt sl itshape bfseries scshape upshape normalfont relax bgroup egroup protect".split()
)
_OWN_COMMANDS = {
    "newline": "\n", "textasciigrave": "`", "textbraceleft": "{", "textbraceright": "}", "-": "\u00ad", "/": "", "@": "",
    " ": " ", "\n": " ", ",": "\u2009", ":": "\u2005", ";": "\u2004", "!": "", "ldots": "…", "dots": "…", "textquotedbl": '"',
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", "\\": " ", "TeX": "TeX", "LaTeX": "LaTeX",
    "BibTeX": "BibTeX", "slash": "/", "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "dj": "đ",
    "DJ": "Đ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ", "i": "ı", "j": "ȷ", "textquotesingle": "'",
    "copyright": "©", "S": "§", "P": "¶", "pounds": "£", "textregistered": "®", "texttrademark": "™", "euro": "€",
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
}  # fmt: skip


def decode(value: str) -> str:
    """The text that a field's value stands for: accents and symbols as Unicode, ligatures as the marks they print, braces
    gone. A command that is not known stays as it is written, and so does mathematics that is more than symbols."""
    if not _TO_READ.search(value):
        return value.strip(" ")
    # spaces at the ends are the file's, unless encode has braced them
    return _Decoder(value.strip(" \t\r\n\f\v")).text()


class _Decoder:
    def __init__(self, value: str) -> None:
        self.value = value
        self.at = 0
        self.open_quotes = 0

    def text(self, until: str = "") -> str:
        """The text up to the closing ``until`` (``}`` or ``$``), or to the end."""
        out: list[str] = []
        while found := _READ.search(self.value, self.at):
            out.append(self.value[self.at : found.start()])
            self.at = found.end()
            token = found.group()
            if token == until:
                return "".join(out)
            out.append(self._token(found, token))
        out.append(self.value[self.at :])
        self.at = len(self.value)
        return "".join(out)

    def _token(self, found: re.Match[str], token: str) -> str:
        if found.group(1):
            return _BRACED[found.group(1)]
        if token[0] == "\\":
            return self._command(token[1:])
        if token in _LIGATURES:
            return _LIGATURES[token]
        if token == "{":
            return self.text("}")
        if token == "$":
            return self._mathematics()
        if token == "`":
            self.open_quotes += 1
            return "‘"
        if token == "'":
            closes = self.open_quotes and not self.value[self.at : self.at + 1].isalpha()
            self.open_quotes -= bool(closes)
            return "’" if closes else "'"
        if token.isspace():
            return " "
        return token if token == "-" else ""

    def _command(self, written: str) -> str:
        name = written.rstrip(" \t\r\n") or written
        if name in ("char", "symbol"):
            return self._character(written)
        if name == "t":
            # a tie stands over two letters
            first, second = (*self._argument()[:2], "", "")[:2]
            return unicodedata.normalize("NFC", f"{first}\u0361{second}")
        if name in _ACCENTS:
            return self._accented(_ACCENTS[name])
        if name.rstrip("*") in _TRANSPARENT:
            return ""
        if name in ("url", "path", "nolinkurl"):
            return self._verbatim() if self.value.startswith("{", self.at) else f"\\{written}"
        if name == "enquote":
            return f"“{self._argument()}”"
        if name == "href":
            self._argument()
            return self._argument()
        if name in ("noopsort", "SortNoop"):
            self._argument()
            return ""
        known = _OWN_COMMANDS.get(name)
        if known is None and name.isalpha():
            known = _symbols().get(name)
        if known is None:
            return f"\\{written}"
        if self.value.startswith("{}", self.at):
            self.at += 2
        return known

    def _argument(self) -> str:
        """What a command without brackets takes: a group, a command, or one character."""
        while self.value[self.at : self.at + 1] in (" ", "\t", "\n", "\r") and self.at < len(self.value):
            self.at += 1
        if self.value.startswith("{", self.at):
            self.at += 1
            return self.text("}")
        if found := _READ.match(self.value, self.at):
            if found.group() in ("}", "$"):
                return ""
            self.at = found.end()
            return self._token(found, found.group())
        self.at += 1
        return self.value[self.at - 1 : self.at]

    def _verbatim(self) -> str:
        """What stands in the braces that begin here, as it is."""
        start, depth = self.at + 1, 0
        while self.at < len(self.value):
            depth += {"{": 1, "}": -1}.get(self.value[self.at], 0)
            self.at += 1
            if depth == 0:
                return self.value[start : self.at - 1]
        return self.value[start:]

    def _accented(self, accent: str) -> str:
        letters = self._argument()
        # an accent replaces the dot: \'{\i} and \'{i} are the same letter
        first = {"ı": "i", "ȷ": "j"}.get(letters[:1], letters[:1])
        return unicodedata.normalize("NFC", (first or "\u00a0") + accent) + letters[1:]

    def _character(self, written: str) -> str:
        """``\\char27``, ``\\char"1B``, ``\\char'33``, ``\\symbol{27}``."""
        found = re.compile(r"\{?(?:(\d{1,7})|\"([0-9A-F]{1,6})|'([0-7]{1,7}))\}?").match(self.value, self.at)
        number = found and int(found[1] or found[2] or found[3], 10 if found[1] else 16 if found[2] else 8)
        if found is None or number is None or not (0 <= number < 0xD800 or 0xDFFF < number < 0x110000):
            return f"\\{written}"
        self.at = found.end()
        if self.value.startswith("{}", self.at):
            self.at += 2
        return chr(number)

    def _mathematics(self) -> str:
        end = self.value.find("$", self.at)
        inside = self.value[self.at : end] if end >= 0 else None
        if inside is None:
            return "$"
        self.at = end + 1
        shown = _Decoder(inside).text()
        return f"${inside}$" if re.search(r"[\\^_{}]", shown) or re.search(r"[\^_]", inside) else shown


@cache
def _symbols() -> dict[str, str]:
    """Commands that stand for one character: the table of pylatexenc."""
    from pylatexenc.latex2text import get_default_latex_context_db

    database = get_default_latex_context_db()
    return {
        name: spec.simplify_repl
        for category in database.categories()
        for name, spec in database.d[category]["macros"].items()
        if isinstance(spec.simplify_repl, str) and len(spec.simplify_repl) == 1 and spec.simplify_repl != "%"
    }
