r"""LaTeX manuscripts, parsed by pylatexenc.

``\enquote`` and its like stand in a block as the marks they print, citing commands as Pandoc citations; both know where in the
file they come from. A command of the author's own that sets its argument in marks is one of them; any other is read through: what
it prints of itself is not known. ``\input`` is told, not followed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import latex_commands as commands
from .blocks import Draft
from .model import Block, Manuscript, Role

_BREAK = re.compile(r"\n[ \t\r]*\n\s*")
_CHARACTERS = {"`": "‘", "'": "’"}
_GERMAN = re.compile(r"\\usepackage\[[^\]]*german[^\]]*\]\{babel\}|\\setdefaultlanguage(?:\[[^\]]*\])?\{german\}")


def read_latex(path: Path, source: str) -> Manuscript:
    """The blocks of a LaTeX text: of its ``document`` where it has one, else of all of it."""
    from pylatexenc.latexwalker import LatexWalker

    text = commands.without_unread(source)
    quoting = commands.quoting(text)
    nodes = LatexWalker(text, latex_context=commands.context(quoting), tolerant_parsing=True).get_latex_nodes()[0]
    document = next((n for n in nodes if getattr(n, "environmentname", None) == "document"), None)
    reader = _Reader(text, str(path), _GERMAN.search(source) is not None, frozenset(quoting))
    reader.walk(document.nodelist if document else nodes)
    reader.flush()
    return Manuscript(path, "latex", tuple(reader.blocks), source, tuple(reader.remarks))


@dataclass(slots=True)
class _State:
    """What surrounds the text that is being read."""

    role: Role = "paragraph"
    quotes: int = 0
    """Block quotations open."""
    marks: int = 0
    r"""``\enquote`` open."""


@dataclass(slots=True)
class _Reader:
    text: str
    name: str
    german: bool
    quoting: frozenset[str]
    blocks: list[Block] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    begun: int | None = None
    """Where the draft's first character stands in the file."""
    pending_notes: list[Sequence[Any]] = field(default_factory=list)
    """Notes called in the draft, which become blocks of their own behind it."""
    state: _State = field(default_factory=_State)
    read_to: int = 0
    """What lies before this place has been read together with a command in front of it."""
    called: int = 0

    def walk(self, nodes: Sequence[Any]) -> None:
        """Reads the nodes in order."""
        for node in nodes:
            if node is None or node.pos < self.read_to:
                continue
            kind = type(node).__name__
            if kind == "LatexCharsNode":
                self._characters(node.chars, node.pos)
            elif kind == "LatexSpecialsNode":
                self._special(node)
            elif kind == "LatexMacroNode":
                self._macro(node)
            elif kind == "LatexGroupNode":
                self.walk(node.nodelist)
            elif kind == "LatexEnvironmentNode":
                self._environment(node)
            elif kind == "LatexMathNode" and node.displaytype == "inline":
                self._math(node)
            elif kind == "LatexCommentNode" and _BREAK.search(node.comment_post_space or ""):
                self.flush()

    def flush(self) -> None:
        """Ends the block; the notes it calls follow it."""
        draft, begun, notes = self.draft, self.begun, self.pending_notes
        self.draft, self.begun, self.pending_notes = Draft(), None, []
        line = self._line(begun or 0)
        self._keep(draft.finish(len(self.blocks) + 1, line=line, is_quotation=self.state.quotes > 0, role=self.state.role))
        for nodes in notes:
            # a note stands before what was read last
            outside, self.state, read_to, self.read_to = self.state, _State(role="note"), self.read_to, 0
            self.walk(nodes)
            self.flush()
            self.state, self.read_to = outside, read_to

    def _keep(self, block: Block | None) -> None:
        if block:
            self.blocks.append(block)

    def _line(self, at: int) -> int:
        return self.text.count("\n", 0, at) + 1

    def _make(self, text: str, at: int, width: int) -> None:
        if self.begun is None and text.strip():
            self.begun = at
        self.draft.make(text, at, width)

    def _characters(self, text: str, at: int) -> None:
        begin = 0
        for found in _BREAK.finditer(text):
            self._line_of_text(text[begin : found.start()], at + begin)
            self.flush()
            begin = found.end()
        self._line_of_text(text[begin:], at + begin)

    def _line_of_text(self, text: str, at: int) -> None:
        if self.begun is None and text.strip():
            self.begun = at + len(text) - len(text.lstrip())
        begin = 0
        for found in re.finditer(r"\"[`']|[`'&]" if self.german else r"[`'&]", text):
            self.draft.write(text[begin : found.start()], at + begin)
            mark = found.group()
            if mark == "&":
                self.flush()
            elif mark in _CHARACTERS:
                self._make(_CHARACTERS[mark], at + found.start(), 1)
            else:
                self._make("„" if mark == '"`' else "“", at + found.start(), 2)
            begin = found.end()
        self.draft.write(text[begin:], at + begin)

    def _special(self, node: Any) -> None:
        mark = node.specials_chars
        if "\n" in mark or mark == "&":
            self.flush()
        else:
            self._make(commands.SPECIALS.get(mark, mark), node.pos, node.len)

    def _math(self, node: Any) -> None:
        from pylatexenc.latex2text import LatexNodes2Text

        written = " ".join(str(LatexNodes2Text(math_mode="text").nodelist_to_text([node])).split())
        self._make(written.replace("{", "").replace("}", ""), node.pos, node.len)

    def _macro(self, node: Any) -> None:
        name = node.macroname
        arguments = _arguments(node)
        cited = commands.CITING.match(self.text, node.pos) if "cite" in name.lower() and name not in commands.UNPRINTED else None
        if cited:
            self._cite(name, cited)
        elif name in commands.SYMBOLS:
            self._symbol(node)
        elif name in commands.ACCENTS:
            self._accent(node)
        elif name in commands.UNPRINTED:
            pass
        elif name in commands.INCLUDING:
            written = self.text[node.pos : node.pos + node.len].strip()
            self.remarks.append(f"{self.name}:{self._line(node.pos)}: {written} is not followed: check that file by itself")
        elif name in commands.NOTES:
            self._note(arguments)
        elif name in commands.HEADINGS:
            self.flush()
            self.state.role = "heading"
            self.walk(arguments[-1:])
            self.flush()
            self.state.role = "paragraph"
        elif name in self.quoting:
            self._quote(node, arguments)
        elif name in ("par", "item", "bibitem", "tabularnewline"):
            self.flush()
        elif name in ("textelp", "textins", "textdel"):
            inserted = commands.plain(self._inside(arguments[-1])) if arguments else ""
            self._make(f"[{inserted}]" if name == "textins" else "[…]" + (f" [{inserted}]" * bool(inserted)), node.pos, node.len)
        elif name == "href" and len(arguments) > 1:
            start = self.draft.length
            self.walk(arguments[-1:])
            self.draft.link(start, self._inside(arguments[-2]))
        elif name == "epigraph" and len(arguments) > 1:
            self._epigraph(arguments)
        elif name == "texttt":
            start = self.draft.length
            self.walk(arguments)
            self.draft.code(start)
        elif name == "verb":
            start = self.draft.length
            self._make(self.text[node.pos + 6 : node.pos + node.len - 1], node.pos, node.len)
            self.draft.code(start)
        elif name in commands.PRINTED:
            self.walk(arguments[-1:])
        else:
            self.walk(arguments)

    def _symbol(self, node: Any) -> None:
        """A command that prints a character. The space behind its name is no space (TeXbook, chapter 3)."""
        printed = commands.SYMBOLS[node.macroname]
        if node.macroname == "\\" and self.state.role == "cell":
            self.flush()
        else:
            self._make(printed, node.pos, node.len)

    def _accent(self, node: Any) -> None:
        from pylatexenc.latex2text import LatexNodes2Text

        self._make(str(LatexNodes2Text().nodelist_to_text([node])), node.pos, node.len)

    def _cite(self, name: str, cited: re.Match[str]) -> None:
        written = commands.as_citation(cited)
        if name.lower().startswith(("footcite", "footfullcite", "smartcite", "supercite")):
            self.called += 1
            self.draft.call(str(self.called), written)
        else:
            self._make(written, cited.start(), cited.end() - cited.start())
        self.read_to = cited.end()

    def _note(self, arguments: Sequence[Any]) -> None:
        self.called += 1
        label = self._inside(arguments[0]) if len(arguments) > 1 else str(self.called)
        self.draft.call(label, self._plain(arguments[-1:]))
        self.pending_notes.append(arguments[-1:])

    def _epigraph(self, arguments: Sequence[Any]) -> None:
        """A block quotation and, as a note to it, where it is from."""
        self.flush()
        self.state.quotes += 1
        self.walk(arguments[:1])
        self.draft.call("", self._plain(arguments[1:]))
        self.flush()
        self.state.quotes -= 1

    def _quote(self, node: Any, arguments: Sequence[Any]) -> None:
        """Quoted words in the marks they are printed in, and behind them the citation the command takes."""
        body = arguments[-1] if arguments else None
        if body is None:
            return
        single = self.state.marks % 2 == 1 or self.text[node.pos + 1 + len(node.macroname) :].startswith("*")
        self._make("‘" if single else "“", node.pos, body.pos + 1 - node.pos)
        self.state.marks += 1
        self.walk([body])
        self.state.marks -= 1
        self._make("’" if single else "”", body.pos + body.len - 1, 1)
        self._cite_quoted(node, arguments[:-1], "cquote" in node.macroname)

    def _cite_quoted(self, node: Any, arguments: Sequence[Any], keyed: bool) -> None:
        options = [a for a in arguments if self._is_option(a)]
        if keyed:
            key = next((self._inside(a) for a in reversed(arguments) if not self._is_option(a)), "")
            notes = [commands.plain(self._inside(a)) for a in options if a.pos < self._last_brace(arguments)]
            before, behind = ("", *notes) if len(notes) == 1 else (*notes, "", "")[:2]
            self.draft.call("", commands.key_citation(before, behind, key))
        elif options:
            self.draft.call("", self._plain(options[:1]))

    def _is_option(self, argument: Any) -> bool:
        return self.text[argument.pos : argument.pos + 1] == "["

    def _last_brace(self, arguments: Sequence[Any]) -> int:
        return max((a.pos for a in arguments if not self._is_option(a)), default=0)

    def _environment(self, node: Any) -> None:
        name = node.environmentname
        self.flush()
        if name in commands.UNREAD_ENVIRONMENTS:
            return
        outside, self.state = self.state, _State(self.state.role, self.state.quotes)
        if name in commands.QUOTING_ENVIRONMENTS:
            self.state.quotes += 1
        elif name.startswith(("tabular", "longtable")):
            self.state.role = "cell"
        elif name in ("itemize", "enumerate", "description"):
            self.state.role = "item"
        self.walk(node.nodelist)
        if name in commands.QUOTING_ENVIRONMENTS and _arguments(node):
            self._cite_display(node)
        self.flush()
        self.state = outside

    def _cite_display(self, node: Any) -> None:
        """A display quotation's own citation stands behind its last words, even where a blank line ended their paragraph."""
        if not self.draft.length and self.blocks and self.blocks[-1].is_quotation:
            last = self.blocks.pop()
            self.draft.resume(last)
            self.begun = last.runs[0].source if last.runs else None
        self._cite_quoted(node, _arguments(node), "cquote" in node.environmentname)

    def _inside(self, argument: Any) -> str:
        """The source of an argument without its braces or brackets."""
        written = self.text[argument.pos : argument.pos + argument.len]
        return written[1:-1] if written[:1] in "{[" else written

    def _plain(self, nodes: Sequence[Any]) -> str:
        """The words of nodes by themselves."""
        inner = _Reader(self.text, self.name, self.german, self.quoting)
        inner.walk(nodes)
        inner.flush()
        return " ".join(b.text for b in inner.blocks)


def _arguments(node: Any) -> list[Any]:
    """The arguments that are there, in order, without a star."""
    listed = node.nodeargd.argnlist if node.nodeargd is not None and node.nodeargd.argnlist else []
    return [a for a in listed if a is not None and getattr(a, "chars", None) != "*"]
