"""Markdown manuscripts: CommonMark with tables, footnotes (Pandoc's and markdown-it's) and front matter, by markdown-it-py.

markdown-it-py knows the lines of a block but not where inside it a word stands. Its inline rules run here inside a recorder
that notes for each token the stretch of the paragraph it was made of; text is taken by a rule of our own, so that every
character has its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .blocks import Draft
from .html import blocks as blocks_of_html
from .model import Block, Manuscript, Role

if TYPE_CHECKING:
    from pathlib import Path

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

#: Characters at which an inline rule may begin; what lies between them is text.
_TEXT = re.compile(r"[^\n\\`*_\[\]!<&^~]+")
_ROLES: dict[str, Role] = {"heading_open": "heading", "list_item_open": "item", "td_open": "cell", "th_open": "cell"}
_QUOTING = {"<q>": "“", "</q>": "”", "<br>": " ", "<br/>": " ", "<br />": " "}
_CODE = "code_inline"
#: A formula as Pandoc reads one (manual, "tex_math_dollars"), where its signs say that it is one and not two prices.
_MATH = re.compile(r"\$(?=\S)(?=[^$\n]*[\\^_=+<>'])[^$\n“”‘’「」]{1,200}(?<=\S)\$(?!\d)")


def read_markdown(path: Path, source: str) -> Manuscript:
    """The blocks of a Markdown text. Code, comments and the front matter are none."""
    env: dict[str, Any] = {}
    tokens = _parser().parse(source.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd"), env)
    reader = _Reader(source, tokens, env)
    return Manuscript(path, "markdown", tuple(reader.blocks()), source)


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    md.use(footnote_plugin, move_to_end=False, always_match_refs=True).use(front_matter_plugin)
    # both merge tokens, which would lose their places
    md.disable(["text_join", "fragments_join"])
    names = md.get_active_rules()["inline"]
    rules = dict(zip(names, md.inline.ruler.getRules(""), strict=True))
    for name in names:
        md.inline.ruler.at(name, _take_text if name == "text" else _recorded(rules[name]))
    md.inline.ruler.push("character", _take_character)
    return md


def _recorded(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """A rule that notes in each token it makes where in the paragraph it stands: ``meta["at"]``."""

    def run(state: StateInline, silent: bool) -> bool:
        begin, known = state.pos, len(state.tokens)
        done = rule(state, silent)
        if silent or not done:
            return done
        if state.pending:
            # a rule that gives up writes its characters as text
            _push_text(state, state.pending, begin)
        at = begin
        for token in state.tokens[known:]:
            if "at" in token.meta:
                at = token.meta["at"][1]
                continue
            found = state.src.find(token.content, at, state.pos) if token.content else -1
            if token.type in ("text", "text_special", _CODE) and found >= 0:
                # one pushed later by the same rule stands behind it: the characters of ** are tokens of their own
                at = found + len(token.content)
                token.meta["at"] = (found, at)
            else:
                token.meta["at"] = (begin, state.pos)
        return done

    return run


def _take_text(state: StateInline, silent: bool) -> bool:
    found = _TEXT.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        _push_text(state, found.group(), state.pos)
    state.pos = found.end()
    return True


def _take_character(state: StateInline, silent: bool) -> bool:
    """Takes one character that no rule wanted."""
    if not silent:
        _push_text(state, state.src[state.pos], state.pos)
    state.pos += 1
    return True


def _push_text(state: StateInline, text: str, at: int) -> None:
    state.pending = ""
    token = state.push("text", "", 0)
    token.content = text
    token.meta["at"] = (at, at + len(text))


class _Reader:
    """Walks the tokens of a text once."""

    def __init__(self, source: str, tokens: Sequence[Token], env: dict[str, Any]) -> None:
        self.source = source
        self.tokens = tokens
        self.starts = [0, *(m.end() for m in re.finditer(r"\r\n?|\n", source)), len(source)]
        footnotes = env.get("footnotes", {})
        self.inline_notes: dict[int, Any] = {i: n for i, n in footnotes.get("list", {}).items() if "tokens" in n}
        self.note_texts = self._texts_of_notes(footnotes.get("refs", {}))
        self.made = 0

    def blocks(self) -> Iterator[Block]:
        """The blocks in reading order; a note stands where the file has it."""
        roles: list[Role] = []
        quotes = notes = 0
        cell: tuple[int, int] = (-1, 0)
        for token in self.tokens:
            if token.type in _ROLES:
                roles.append(_ROLES[token.type])
            elif token.type.endswith("_close") and token.type.replace("_close", "_open") in _ROLES:
                roles.pop()
            quotes += token.nesting if token.type.startswith("blockquote") else 0
            notes += token.nesting if token.type.startswith("footnote_reference") else 0
            if token.type == "html_block" and token.map:
                # an element may open in one piece of HTML and close in another, with Markdown between
                quotes += len(re.findall(r"<blockquote\b", token.content, re.I)) - len(
                    re.findall("</blockquote", token.content, re.I)
                )
                yield from self._html(token.content, token.map[0])
            if token.type == "inline" and token.map:
                role: Role = "note" if notes else roles[-1] if roles else "paragraph"
                column = None if role != "cell" else cell[1] if cell[0] == token.map[0] else 0
                place = _Place.of(self.source, self.starts, token, column)
                if role == "cell" and place.lines:
                    cell = (token.map[0], place.at(len(token.content)) - self.starts[token.map[0]])
                yield from self._block(token.children or [], place, token.map[0] + 1, role, quotes > 0)

    def _html(self, text: str, line: int) -> Iterator[Block]:
        """The blocks of a piece of HTML, without a way back."""
        for block in blocks_of_html(text):
            self.made += 1
            yield replace(block, number=self.made, line=line + (block.line or 1), runs=())

    def _block(self, tokens: Sequence[Token], place: _Place, line: int, role: Role, quoted: bool) -> Iterator[Block]:
        draft = Draft()
        self._write(draft, tokens, place)
        draft.literal += [found.span() for found in _MATH.finditer("".join(draft.characters))]
        block = draft.finish(self.made + 1, line=line, is_quotation=quoted, role=role)
        if block:
            self.made += 1
            yield block
        for token in tokens:
            if token.type == "footnote_ref" and (note := self.inline_notes.get(token.meta["id"])):
                # its text begins behind the two characters ^[
                yield from self._block(note["tokens"], place.moved(token.meta["at"][0] + 2), line, "note", False)

    def _write(self, draft: Draft, tokens: Sequence[Token], place: _Place | None) -> None:
        links: list[tuple[int, str]] = []
        for token in tokens:
            begin, end = token.meta.get("at", (0, 0))
            source = place.at(begin) if place and place.lines else None
            width = place.at(end) - source if place and source is not None else 0
            if token.type in ("text", "text_special", _CODE):
                start = draft.length
                if width == len(token.content):
                    draft.write(token.content, source)
                else:
                    draft.make(token.content, source, width)
                if token.type == _CODE:
                    draft.code(start)
            elif token.type in ("softbreak", "hardbreak"):
                draft.make("\n", source, width)
            elif token.type == "html_inline":
                draft.make(_QUOTING.get(token.content.lower(), ""), source, width)
            elif token.type == "link_open":
                links.append((draft.length, str(token.attrs.get("href", ""))))
            elif token.type == "link_close":
                draft.link(*links.pop())
            elif token.type == "footnote_ref":
                number = token.meta["id"]
                draft.call(token.meta.get("label", str(number + 1)), self.note_texts.get(number, ""))

    def _texts_of_notes(self, references: dict[str, int]) -> dict[int, str]:
        """What each note says, by its number."""
        texts: dict[int, str] = {}
        self.note_texts = texts
        number: int | None = None
        for token in self.tokens:
            if token.type == "footnote_reference_open":
                number = references.get(f":{token.meta['label']}")
            elif token.type == "footnote_reference_close":
                number = None
            elif token.type == "inline" and number is not None:
                texts[number] = " ".join(filter(None, (texts.get(number), self._plain(token.children or []))))
        for i, note in self.inline_notes.items():
            texts[i] = self._plain(note["tokens"])
        return texts

    def _plain(self, tokens: Sequence[Token]) -> str:
        draft = Draft()
        self._write(draft, tokens, None)
        return "".join(draft.characters)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the lines of a paragraph's content stand in the file: (offset in the content, offset in the file)."""

    lines: tuple[tuple[int, int], ...]
    base: int = 0

    @classmethod
    def of(cls, source: str, starts: Sequence[int], token: Token, column: int | None) -> _Place:
        """The place of a block's content, which has lost the marks and indents its lines begin with; a cell of
        a table is looked for behind ``column``. Without lines when it does not stand so in the file."""
        first = token.map[0] if token.map else 0
        lines: list[tuple[int, int]] = []
        at = 0
        for i, words in enumerate(token.content.split("\n")):
            if first + i + 1 >= len(starts):
                return cls(())
            line = source[starts[first + i] : starts[first + i + 1]].rstrip("\r\n")
            bare = words.lstrip()
            found = line.rfind(bare) if column is None else line.find(bare, column)
            if found < 0:
                return cls(())
            lines.append((at + len(words) - len(bare), starts[first + i] + found))
            at += len(words) + 1
        return cls(tuple(lines))

    def moved(self, by: int) -> _Place:
        """The same for a stretch of the content that begins at ``by``."""
        return replace(self, base=self.base + by)

    def at(self, offset: int) -> int:
        """The code point of the file for one of the content; the place must have lines."""
        offset += self.base
        content, file = self.lines[max(0, bisect_right(self.lines, offset, key=lambda line: line[0]) - 1)]
        return file + offset - content
