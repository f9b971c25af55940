"""Text from the fields of a .bib file: what LaTeX prints of it, as Unicode.

The inverse of :func:`references.fieldtext.encode`, and more: accents, symbols, ligatures, emphasis and simple mathematics as
other people write them (Leslie Lamport, "LaTeX", 2nd ed., 1994, sections 2.2, 3.2 and 3.3). What is not known stays as it is
written, and is told.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_TO_READ = re.compile(r"[\\{}$`'~]|--|\s\s|[\t\r\n\f\v]|[?!]`")
# what needs more than one look: commands, mathematics, quotation marks that are not doubled, braces that keep a space
_HARD = re.compile(r"\\(?![&%$#_{}])|(?<!\\)\$|(?<!`)`(?!`)|```|\{[ '`]\}|[?!]`|\s\s|[\t\r\n\f\v]")
_EASY = re.compile(r"\\[&%$#_{}]|[{}~]|``|''|---?")
_EASILY_READ = {"``": "“", "''": "”", "--": "–", "---": "—", "~": "\u00a0", "{": "", "}": ""}
_EASILY_READ |= {f"\\{mark}": mark for mark in "&%$#_{}"}
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
#: An accent over nothing is the mark itself.
_ALONE = {
    "`": "`", "'": "´", "^": "^", '"': "¨", "~": "~", "=": "¯", ".": "˙", "u": "˘", "v": "ˇ", "H": "˝", "c": "¸", "k": "˛",
    "r": "˚",
}  # fmt: skip
#: Commands that change how their argument looks, not what it says.
_TRANSPARENT = frozenset(
    "emph textit textbf textsc textrm textsf texttt textup textmd textsl textnormal mbox hbox mkbibemph mkbibquote text "
    "uppercase lowercase MakeUppercase MakeLowercase natexlab underline uline textlatin textgreek textcyr textnohyphenation "
    "mkbibitalic mkbibbold mkbibacro nohyphens mathrm mathit mathbf mathsf mathtt boldsymbol bm "
    "em it bf sc rm sf tt sl itshape bfseries scshape upshape rmfamily sffamily ttfamily normalfont relax bgroup egroup protect "
    "nobreak allowbreak displaystyle limits".split()
)
#: Commands whose first argument says how the second is printed.
_SECOND = frozenset("foreignlanguage textcolor href fontsize selectlanguage".split())
#: Commands that print nothing of their argument.
_SILENT = frozenset("noopsort SortNoop hspace vspace label index nocite".split())
_OWN_COMMANDS = {
    "newline": "\n", "textasciigrave": "`", "textbraceleft": "{", "textbraceright": "}", "-": "\u00ad", "/": "", "@": "",
    " ": " ", "\n": " ", ",": "\u2009", ":": "\u2005", ";": "\u2004", "!": "", "ldots": "…", "dots": "…", "textquotedbl": '"',
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", "TeX": "TeX", "LaTeX": "LaTeX",
    "BibTeX": "BibTeX", "slash": "/", "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "dj": "đ",
    "DJ": "Đ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ", "i": "ı", "j": "ȷ", "textquotesingle": "'",
    "copyright": "©", "S": "§", "P": "¶", "pounds": "£", "textregistered": "®", "texttrademark": "™", "euro": "€",
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "textless": "<", "textgreater": ">", "textbar": "|", "textperiodcentered": "·", "cdot": "·", "thinspace": "\u2009",
    "enspace": "\u2002", "quad": "\u2003", "qquad": "\u2003\u2003", "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘",
    "flqq": "«", "frqq": "»", "flq": "‹", "frq": "›", "guillemetleft": "«", "guillemetright": "»", "lbrack": "[",
    "rbrack": "]", "textminus": "−", "bibrangedash": "–", "hyp": "-", "hyphen": "-", "addcolon": ":", "bibcolon": ":",
    "XeTeX": "XeTeX", "LuaTeX": "LuaTeX", "ConTeXt": "ConTeXt", "SS": "ẞ", "nobreakspace": "\u00a0", "space": " ",
}  # fmt: skip
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
#: What has a raised or a lowered form of its own; words have none.
_NUMBERS = re.compile(r"[0-9+\-−=()]+")
_SCRIPT = re.compile(r"([\^_])(?:\{\s*([0-9+\-−=()]+|n)\s*\}|([0-9n]))")


#: Arguments within arguments, as deep as they are read.
_DEEPEST = 100


def decode(value: str, unknown: list[str] | None = None) -> str:
    """The text that a field's value stands for: accents and symbols as Unicode, ligatures as the marks they print, braces
    gone. A command that is not known stays as it is written, and so does mathematics that is more than symbols and numbers;
    ``unknown`` takes such commands."""
    if not _TO_READ.search(value):
        return value.strip(" ")
    if not _HARD.search(value):
        return _EASY.sub(_easily_read, value.strip(" "))
    # spaces at the ends are the file's, unless encode has braced them
    return _Decoder(value.strip(" \t\r\n\f\v"), unknown).text()


def _easily_read(found: re.Match[str]) -> str:
    return _EASILY_READ[found.group()]


class _Decoder:
    def __init__(self, value: str, unknown: list[str] | None = None) -> None:
        self.value = value
        self.unknown = unknown
        self.at = 0
        self.open_quotes = 0
        self.quoted = 0
        self.depth = 0

    def text(self, until: str = "") -> str:
        """The text up to the closing ``until`` (``}``), or to the end."""
        out: list[str] = []
        depth = 0
        while found := _READ.search(self.value, self.at):
            out.append(self.value[self.at : found.start()])
            self.at = found.end()
            token = found.group()
            if token == "{":
                depth += 1
            elif token == "}":
                if depth == 0 and until:
                    return "".join(out)
                depth = max(0, depth - 1)
            else:
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
            self.at -= 1
            return self._argument()
        if token == "$":
            return self._mathematics("$")
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
            return self._accented(name)
        if name.rstrip("*") in _TRANSPARENT:
            return ""
        if name in ("textsuperscript", "textsubscript"):
            shown = self._argument()
            return shown.translate(_RAISED if name == "textsuperscript" else _LOWERED) if _NUMBERS.fullmatch(shown) else shown
        if name in ("url", "path", "nolinkurl"):
            return self._verbatim() if self.value.startswith("{", self.at) else f"\\{written}"
        if name == "enquote":
            return self._quotation()
        if name == "ensuremath" and self.value.startswith("{", self.at):
            return self._formula(self._verbatim())
        if name == "(":
            return self._mathematics("\\)")
        if name == "\\":
            return self._line_break()
        if name in _SECOND:
            self._argument()
            return self._argument() if self.value.startswith("{", self.at) else ""
        if name.rstrip("*") in _SILENT:
            self._argument()
            return ""
        known = _OWN_COMMANDS.get(name)
        if known is None and name.isalpha():
            known = _symbols().get(name)
        if known is None:
            return self._not_known(name, written)
        if self.value.startswith("{}", self.at):
            self.at += 2
        return known

    def _not_known(self, name: str, written: str) -> str:
        """A command as it is written, with the braces of its argument."""
        if self.unknown is not None and name.isalpha():
            self.unknown.append(f"\\{name}")
        if name.isalpha() and self.value.startswith("{", self.at) and not self.value.startswith("{}", self.at):
            return f"\\{written}{{{self._argument()}}}"
        return f"\\{written}"

    def _argument(self) -> str:
        """What a command without brackets takes: a group, a command, or one character."""
        while self.value[self.at : self.at + 1] in (" ", "\t", "\n", "\r") and self.at < len(self.value):
            self.at += 1
        is_group = self.value.startswith("{", self.at)
        if self.depth > _DEEPEST:
            return self._verbatim() if is_group else ""
        self.depth += 1
        try:
            if is_group:
                self.at += 1
                return self.text("}")
            if found := _READ.match(self.value, self.at):
                if found.group() in ("}", "$"):
                    return ""
                self.at = found.end()
                return self._token(found, found.group())
        finally:
            self.depth -= 1
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

    def _quotation(self) -> str:
        self.quoted += 1
        inside = self._argument()
        self.quoted -= 1
        return f"‘{inside}’" if self.quoted % 2 else f"“{inside}”"

    def _line_break(self) -> str:
        """One space, whatever spaces stand around it; none at the end."""
        before = self.value[self.at - 3 : self.at - 2].isspace() if self.at > 2 else True
        found = re.compile(r"(?:\*|\[[^\]]*\])*\s*").match(self.value, self.at)
        self.at = found.end() if found else self.at
        return "" if before or self.at == len(self.value) else " "

    def _accented(self, name: str) -> str:
        letters = self._argument()
        if not letters.strip():
            return _ALONE.get(name, "") + letters
        # an accent replaces the dot: \'{\i} and \'{i} are the same letter
        first = {"ı": "i", "ȷ": "j"}.get(letters[:1], letters[:1])
        return unicodedata.normalize("NFC", first + _ACCENTS[name]) + letters[1:]

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

    def _mathematics(self, closing: str) -> str:
        end = self.value.find(closing, self.at)
        if end < 0:
            return "$" if closing == "$" else "\\("
        inside = self.value[self.at : end]
        self.at = end + len(closing)
        return self._formula(inside)

    def _formula(self, inside: str) -> str:
        """Symbols and numbers, raised and lowered ones too; a formula that has more is left as it is."""
        plain = _SCRIPT.sub(_script, inside)
        unknown: list[str] = []
        within = _Decoder(plain, unknown)
        within.depth = self.depth + 1
        shown = within.text() if within.depth < _DEEPEST else plain
        return f"${inside}$" if unknown or re.search(r"[\\^_{}]", shown) or re.search(r"[\^_]", plain) else shown


def _script(found: re.Match[str]) -> str:
    text = found[2] or found[3]
    if found[1] == "_" and text == "n":
        return found.group()
    return text.translate(_RAISED if found[1] == "^" else _LOWERED)


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
