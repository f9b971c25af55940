"""LaTeX commands a manuscript may use: what they print, which take text away, which quote, which cite.

Quoting commands are those of csquotes (manual, 3 and 4), citing ones those of biblatex (manual, 3.9) and natbib (manual, 2.3).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylatexenc.macrospec import LatexContextDb

#: What a command without arguments prints.
SYMBOLS = {
    "%": "%", "&": "&", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "\n": " ", ",": "\u202f", "\\": " ",
    "\t": " ",
    "newline": " ", "linebreak": " ", "quad": " ", "qquad": " ", "space": " ", "nobreakspace": " ", "thinspace": "\u202f",
    "ldots": "…", "dots": "…", "textellipsis": "…", "textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘",
    "textquoteright": "’", "lq": "‘", "rq": "’", "quotedblbase": "„", "quotesinglbase": "‚", "glqq": "„", "grqq": "“", "glq": "‚",
    "grq": "‘", "flqq": "«", "frqq": "»", "guillemotleft": "«", "guillemotright": "»", "guillemetleft": "«",
    "guillemetright": "»", "og": "«", "fg": "»", "textquotedbl": '"', "textquotesingle": "'", "textendash": "–",
    "textemdash": "—", "S": "§", "P": "¶", "textparagraph": "¶", "textsection": "§", "textbackslash": "\\", "textasciitilde": "~",
    "pounds": "£", "textsterling": "£", "euro": "€", "texteuro": "€", "textyen": "¥", "textdegree": "°", "copyright": "©",
    "textbullet": "•", "textperthousand": "‰", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø",
    "l": "ł", "L": "Ł", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "TeX": "TeX", "LaTeX": "LaTeX",
}  # fmt: skip
SPECIALS = {"``": "“", "''": "”", "---": "—", "--": "–", "~": " ", "<<": "«", ">>": "»", "!`": "¡", "?`": "¿", ",,": "„"}
ACCENTS = frozenset("'`^\"~=.uvHcdbrkt")
#: Commands whose arguments are not printed, with the arguments they take.
UNPRINTED = {
    "label": "{", "ref": "*{", "pageref": "*{", "eqref": "{", "autoref": "*{", "cref": "*{", "Cref": "*{", "nameref": "*{",
    "vspace": "*{", "hspace": "*{", "vskip": "", "includegraphics": "*[[{", "bibliography": "{", "bibliographystyle": "{",
    "usepackage": "[{[", "documentclass": "[{[", "newcommand": "*{[[{", "renewcommand": "*{[[{", "providecommand": "*{[[{",
    "newenvironment": "*{[{{", "hypersetup": "{", "setlength": "{{", "addtolength": "{{", "setcounter": "{{",
    "addtocounter": "{{", "pagestyle": "{", "thispagestyle": "{", "nocite": "{", "printbibliography": "[", "index": "{",
    "color": "[{", "selectlanguage": "{", "addbibresource": "[{", "title": "[{", "author": "[{", "date": "{", "footnotemark": "[",
    "pdfbookmark": "[{{", "addcontentsline": "{{{", "phantomsection": "", "newtheorem": "*{[{[", "fontsize": "{{", "rule": "[{{",
    "todo": "[{", "geometry": "{", "graphicspath": "{", "DeclareMathOperator": "*{{", "setmainfont": "[{[",
    "setCJKmainfont": "[{[",
}  # fmt: skip
#: Files that another one takes in.
INCLUDING = {"input": "{", "include": "{", "subfile": "{", "import": "{{", "subimport": "{{"}
NOTES = {"footnote": "[{", "footnotetext": "[{", "endnote": "[{", "thanks": "{"}
HEADINGS = dict.fromkeys(("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph"), "*[{")
#: Other commands with arguments that are printed, or of which only the last is.
PRINTED = {"href": "[{{", "url": "{", "textcolor": "[{{", "foreignlanguage": "{{", "texorpdfstring": "{{", "caption": "*[{"}
PRINTED |= {
    "item": "[",
    "textelp": "*{",
    "textins": "*{",
    "textdel": "*{",
    "captionof": "*{[{",
    "parbox": "[[[{{",
    "texttt": "{",
    "epigraph": "{{",
}
#: csquotes, dirtytalk: the arguments, of which the last in braces is the quotation. ``c`` in the names: a citation before it.
QUOTING = {
    "enquote": "*{", "foreignquote": "*{{", "hyphenquote": "*{{", "textquote": "*[[{", "blockquote": "*[[{",
    "foreigntextquote": "*{[[{", "hyphentextquote": "*{[[{", "foreignblockquote": "{[[{", "hyphenblockquote": "{[[{",
    "textcquote": "*[[{[{", "blockcquote": "*[[{[{", "foreigntextcquote": "*{[[{[{", "hyphentextcquote": "*{[[{[{",
    "foreignblockcquote": "{[[{[{", "hyphenblockcquote": "{[[{[{", "say": "{",
}  # fmt: skip
QUOTING_ENVIRONMENTS = {
    "quote": "", "quotation": "", "quoting": "[", "verse": "", "displayquote": "[[", "displaycquote": "[[{[",
    "foreigndisplayquote": "{[[", "foreigndisplaycquote": "{[[{[",
}  # fmt: skip
#: Environments that hold no text, and those whose arguments are no text.
UNREAD_ENVIRONMENTS = frozenset(
    "equation equation* align align* gather gather* multline multline* eqnarray eqnarray* displaymath math array tikzpicture"
    " thebibliography verbatim verbatim* filecontents".split()
)
_ARGUED_ENVIRONMENTS = {
    "tabular": "[{",
    "tabular*": "{[{",
    "tabularx": "{[{",
    "longtable": "[{",
    "minipage": "[[[{",
    "multicols": "{[",
}
_ARGUED_ENVIRONMENTS |= {"figure": "[", "table": "[", "itemize": "[", "enumerate": "[", "otherlanguage": "{", "CJK": "{{"}

_BRACED = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_OPTION = r"\[(?:[^\[\]{}]|\{[^{}]*\})*\]"
#: A citing command with everything it takes; the plural ones of biblatex take several works.
CITING = re.compile(
    rf"\\(?P<name>(?:[A-Z]|(?:[a-z]+))?[cC]ite(?:[a-z]{{0,10}}|[A-Z][a-z]+)?)\*?\s?(?P<rest>(?:\((?:[^()]*)\)){{0,2}}(?:(?:{_OPTION}){{0,2}}\s*{_BRACED})+)"
)
_ONE_CITED = re.compile(rf"(?P<options>(?:{_OPTION}){{0,2}})\s*\{{(?P<keys>[^{{}}]*)\}}")
#: Text that is printed as it stands, is no text, or is switched off.
_UNREAD = re.compile(
    r"\\begin\s*\{(?P<env>verbatim\*?|Verbatim|lstlisting|minted|comment|alltt|filecontents\*?)\}.*?\\end\s*\{(?P=env)\}"
    r"|\\iffalse\b.*?\\fi\b|\\(?:lstinline|mintinline(?:\{\w+\})?)(?:\[[^\]]*\])?(?P<bar>[|!+/]).*?(?P=bar)",
    re.S,
)
#: The definition of a command that sets its argument in marks: ``\newcommand{\q}[1]{``#1''}``.
_OWN_QUOTING = re.compile(
    r"\\(?:(?:(?:re)?new|provide)command\*?\s*\{?\s*\\(?P<name>[A-Za-z]+)\s*\}?\s*\[1\]|def\s*\\(?P<defined>[A-Za-z]+)\s*#1"
    r"|(?:New|Provide|Declare)DocumentCommand\s*\{?\\(?P<document>[A-Za-z]+)\}?\s*\{\s*\+?m\s*\})"
    r"\s*\{\s*(?:(?:``|“|`|‘|\"`|«|„)\s*#1\s*(?:''|”|'|’|\"'|»|“)|\\(?:enquote|textquote|say)\*?\s*\{\s*#1\s*\})\s*\}"
)
_END = re.compile(r"(?<!\\)\\end\s*\{document\}")


def without_unread(source: str) -> str:
    """The text with white space in the place of what LaTeX does not set as text, so that all offsets hold."""
    return _UNREAD.sub(lambda m: re.sub(r"[^\n\r]", " ", m.group()), source)


def quoting(source: str) -> dict[str, str]:
    """The commands that quote, with their arguments: the known ones, and an author's own that set one argument in marks."""
    names = (next(filter(None, found.groups())) for found in _OWN_QUOTING.finditer(source))
    return QUOTING | dict.fromkeys(names, "{")


def context(quoting: dict[str, str]) -> LatexContextDb:
    """What pylatexenc has to know of these commands' arguments."""
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import SpecialsSpec, std_environment, std_macro

    db = get_default_latex_context_db()
    macros = UNPRINTED | INCLUDING | NOTES | HEADINGS | PRINTED | quoting
    environments = QUOTING_ENVIRONMENTS | _ARGUED_ENVIRONMENTS
    db.add_context_category(
        "manuscripts",
        macros=[std_macro(name, arguments) for name, arguments in macros.items()],
        environments=[std_environment(name, arguments) for name, arguments in environments.items()],
        specials=[SpecialsSpec(mark) for mark in ("<<", ">>", ",,")],
        prepend=True,
    )
    return db


def as_citation(found: re.Match[str]) -> str:
    """A citing command in Pandoc's form: ``[see @key, ¶ 12; @other]``; ``@key [¶ 12]`` for one that names its authors in the
    sentence."""
    cites = []
    narrated = found.group("name").lower() in ("textcite", "citet", "textcites", "citeauthor", "fulltextcite")
    for one in _ONE_CITED.finditer(found.group("rest")):
        options = [plain(o) for o in re.findall(r"\[((?:[^\[\]{}]|\{[^{}]*\})*)\]", one.group("options"))]
        before, behind = ("", *options) if len(options) == 1 else (*options, "", "")[:2]
        keys = [k.strip() for k in one.group("keys").split(",") if k.strip()]
        for i, name in enumerate(keys):
            last = behind if i == len(keys) - 1 else ""
            if narrated:
                cites.append(f"@{name} [{last}]" if last else f"@{name}")
            else:
                cites.append((f"{before} " if before and not i else "") + f"@{name}" + (f", {last}" if last else ""))
    return "; ".join(cites) if narrated else f"[{'; '.join(cites)}]"


def key_citation(before: str, behind: str, key: str) -> str:
    """The citation of csquotes' commands with ``c`` in their names."""
    return f"[{before} @{key}, {behind}]".replace("[ ", "[").replace(", ]", "]")


def plain(text: str) -> str:
    """A short piece of LaTeX as plain text."""
    from pylatexenc.latex2text import LatexNodes2Text

    return " ".join(str(LatexNodes2Text().latex_to_text(re.sub(r"\\P(?![a-zA-Z])", "¶", text))).split())
