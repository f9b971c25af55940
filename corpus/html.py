"""HTML page → blocks: the words a reader sees, each character with its bytes, footnote markers taken out.

What is kept and what is not is decided by structure alone (element, role, attribute, class name); which of the blocks
is a title, a summary or a line of furniture is for the reader of the layout to say.

**Markers.** A ``<sup>`` (or a span set as superscript) that prints a number calls a note when it holds a link, brackets or
a circled figure. A bare figure calls a note after a word or punctuation, and is an exponent after a unit, number or single
letter (:func:`corpus.noteforms.resolve` has the rule and its exception); an exponent stays in the text as ``²``.
Ordinals (``10<sup>th</sup>``) and subscripts (``CO<sub>2</sub>``) stay text. A link outside ``<sup>`` calls a note when
its role, class or target's name says so (``doc-noteref``, ``#fn3``, ``#_ftn3``).

**Notes.** A note is the block a call links forward to, an item of a list that says it holds notes, an element with the role
``doc-footnote`` or ``doc-endnote``, or a block that begins with a superscript figure called earlier. It becomes one block
with the tag ``note``; its first mark, at offset 0, has the number, and as form what the page prints for it (``[1]``), or
nothing where the list makes the number. Calls inside a note follow as further marks.
"""

from __future__ import annotations

import re

from . import decode, noteforms
from .drafts import SPACE, Draft, Figure, decide, take_label
from .markup import BLOCK, Element, Piece, names, parse
from .metadata import metadata
from .traced import Block

__all__ = ["blocks", "metadata"]

_DROPPED = names(
    "head title script style template noscript svg canvas iframe object audio video button select textarea input datalist dialog"
)
#: Furniture by element or landmark role, unless the main content stands inside.
_FURNITURE = frozenset({"nav", "aside", "form"})
_FURNITURE_ROLES = names("navigation banner contentinfo complementary search menu menubar toolbar")
_FURNITURE_CLASS = re.compile(
    r"(?:[a-z]+[-_]+)?(?:share|sharing|social)(?:[-_]+(?:bar|box|links?|icons?|buttons?|list|items?|media|menu|nav|block|tools?"
    r"|widget|wrapper|wrap|container|article|post|page))*"
    r"|sharedaddy|addtoany.*|addthis.*|(?:site|page)[-_]+(?:header|footer|nav|navigation)|breadcrumbs?|pagination"
    r"|(?:cookie|newsletter)[-_]+.*|related[-_]+(?:articles?|posts?|content|reading|items?|links?|stories)"
    r"|sr-only|visually-hidden|screen-reader-text|skip-(?:link|to-content)"
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SUPER_STYLE = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_CALL_TARGET = re.compile(
    r"_?(?:ft?n|edn|foot-?note|end-?note|note|cite_?note|sdfootnote|sdendnote)s?[-_:.]?\w*?\d+(?:sym)?", re.I
)
_BACK_TARGET = re.compile(r"ref|back|anc$", re.IGNORECASE)
_CALL_CLASS = re.compile(
    r"(?:foot|end)?note-?(?:ref|link|call|anchor|reference)s?|msofootnotereference|msoendnotereference|fn-?ref"
)
_BACK_CLASS = re.compile(r".*(?:backlink|backref|foot-?note-back|footnote-return).*")
_NOTES_CLASS = re.compile(r"(?:foot|end)?notes(?:[-_](?:list|section|block))?|references|reflist")
#: What a link from a note back to its call shows.
_ARROWS = frozenset({"↩", "↩\ufe0e", "↑", "^", "⏎", "↵"})


def blocks(data: bytes, text: str, encoding: str) -> list[Block]:
    """The blocks of a page in document order; ``text`` and ``encoding`` are what :func:`corpus.decode.decode` gave for ``data``.

    White space is collapsed as a browser does it; ``tag`` is ``h1``…``h6``, ``p``, ``li``, ``note`` or None. In the byte map
    an entity and a collapsed space are not exact; a line break read as a space has the empty range at its place.
    """
    drafts = _Walk(parse(text)).drafts
    decide(drafts)
    whole = decode.traced(data, text, encoding)
    line_starts = [i for i, c in enumerate(text) if c == "\n"]
    made = (draft.finish(whole, line_starts) for draft in drafts)
    return [block for block in made if block is not None]


class _Walk:
    """Walks the tree once and collects drafts."""

    def __init__(self, root: Element) -> None:
        self.drafts: list[Draft] = []
        self.draft = Draft(None)
        self.in_note = False
        everything = list(root.elements())
        self.targets: dict[str, Element] = {}
        for element in everything:
            for key in (element.get("id"), element.get("name") if element.name == "a" else ""):
                if key:
                    self.targets.setdefault(key, element)
        self.sheltered = _around_content(everything)
        self.notes = self._find_notes(everything)
        self.walk(root, None)
        self.flush()

    def _find_notes(self, everything: list[Element]) -> dict[int, int]:
        """id() of each note's element → its number."""
        notes: dict[int, int] = {}
        called: dict[int, set[int]] = {}
        homes: dict[int, Element] = {}
        for element in everything:
            link = self._link_of(element)
            if link is None or not (numbers := noteforms.numbers_of(element.text)) or self._is_back(link):
                continue
            target = self.targets.get(_fragment(link))
            if target is None or target.start < element.start or not self._calls(element, link):
                continue
            home = _block_of(target)
            called.setdefault(id(home), set()).add(numbers[0])
            homes[id(home)] = home
        for key, numbers_called in called.items():
            home = homes[key]
            if len(numbers_called) == 1 and home.name in ("li", "p", "div", "aside", "dd", "dt", "td", "tr", "section"):
                notes[key] = min(numbers_called)
        for element in everything:
            role = element.get("role") + " " + element.get("epub:type")
            if "notes" in role or any(_NOTES_CLASS.fullmatch(c) for c in element.classes):
                for listing in [element, *element.elements()]:
                    if listing.name == "ol":
                        _number_items(listing, notes)
            elif re.search(r"\b(?:doc-)?(?:foot|end)note\b", role) and (at := re.search(r"\d{1,3}$", element.get("id"))):
                notes.setdefault(id(element), int(at.group()))
        return notes

    def _link_of(self, element: Element) -> Element | None:
        """The one in-page link that the element is, or that is all an element like ``<sup>`` holds."""
        if element.name == "a":
            return element if _fragment(element) else None
        if not _is_raised(element):
            return None
        links = [e for e in element.elements() if e.name == "a" and e.get("href")]
        return links[0] if len(links) == 1 and _fragment(links[0]) else None

    def _is_back(self, link: Element) -> bool:
        """Whether a link leads back from a note to its call."""
        if "doc-backlink" in link.get("role") or any(_BACK_CLASS.fullmatch(c) for c in link.classes):
            return True
        target = self.targets.get(_fragment(link))
        if target is not None:
            return target.start < link.start
        return bool(_fragment(link) and _BACK_TARGET.search(_fragment(link)))

    def _calls(self, element: Element, link: Element) -> bool:
        """Whether a link that prints a number says that it calls a note."""
        if _is_raised(element) or any(map(_is_raised, link.elements())) or any(map(_is_raised, link.ancestors())):
            return True
        if "noteref" in link.get("role") + link.get("epub:type"):
            return True
        return bool(_CALL_TARGET.fullmatch(_fragment(link))) or any(_CALL_CLASS.fullmatch(c) for c in link.classes)

    def walk(self, node: Element, tag: str | None) -> None:
        """Collects what stands in ``node``; ``tag`` is what the text directly in it is."""
        for child in node.children:
            if isinstance(child, Piece):
                self._add(child, tag)
            elif child.name == "br":
                self._break(child, tag)
            elif self._is_left_out(child):
                if child.name in BLOCK:
                    self.flush()
            elif id(child) in self.notes and not self.in_note:
                self._note(child)
            elif child.name in BLOCK:
                self.flush()
                self.walk(child, _tag_inside(child, tag))
                self.flush()
            elif not self._figure(child, tag):
                self.walk(child, tag)

    def _is_left_out(self, element: Element) -> bool:
        if element.name in _DROPPED:
            return True
        hidden = "hidden" in element.attributes or element.get("aria-hidden").lower() == "true"
        if (hidden or _HIDDEN_STYLE.search(element.get("style"))) and element.get("role") != "tabpanel":
            return True
        if id(element) in self.sheltered or id(element) in self.notes:
            return False
        if element.name in _FURNITURE or element.get("role").lower() in _FURNITURE_ROLES:
            inside = list(element.elements())
            written = element.name == "form" and any(e.name in ("p", "h1", "h2", "h3") for e in inside)
            return not written and not any(id(e) in self.notes for e in inside)
        if element.name in ("header", "footer"):
            return not any(above.name in ("main", "article") for above in element.ancestors())
        return any(_FURNITURE_CLASS.fullmatch(c) for c in element.classes)

    def _add(self, piece: Piece, tag: str | None) -> None:
        self.draft.tag = self.draft.tag or tag
        if piece.end - piece.start == len(piece.text):
            self.draft.glyphs.extend((c, piece.start + i, piece.start + i + 1) for i, c in enumerate(piece.text))
        else:
            self.draft.glyphs.extend((c, piece.start, piece.end) for c in piece.text)

    def _break(self, br: Element, tag: str | None) -> None:
        """One line break is a space; two with nothing between them end the paragraph."""
        above = (g for g in reversed(self.draft.glyphs) if g[0] not in SPACE or g[2] - g[1] > 1)
        if next(above, ("",))[0] == "\n":
            self.flush()
        else:
            self.draft.tag = self.draft.tag or tag
            self.draft.glyphs.append(("\n", br.start, br.end))

    def _figure(self, element: Element, tag: str | None) -> bool:
        """Takes an inline element as a call, label, exponent or link back; False when it is ordinary text."""
        raised = _is_raised(element)
        link = self._link_of(element)
        if any(_BACK_CLASS.fullmatch(c) for c in element.classes) and not noteforms.numbers_of(element.text):
            return True
        if element.name == "a" and link is None and not raised and not any(map(_is_raised, element.elements())):
            return False
        if element.name != "a" and not raised:
            return False
        text = element.text
        numbers = noteforms.numbers_of(text)
        if not numbers:
            if raised and re.fullmatch(r"[-−–+]\d{1,3}", text):
                start, end = _span(element)
                self.draft.glyphs.extend((c, start, end) for c in noteforms.superscript(text))
                return True
            if raised and text in (",", "，", "、", ";") and self.draft.figures:
                return True
            leads_back = link is not None and (self._is_back(link) or text in _ARROWS)
            return leads_back and (self.in_note or text in _ARROWS)
        start, end = _span(element)
        figure = Figure(len(self.draft.glyphs), numbers, text, start, end, certain=False)
        figure.certain = link is not None or not text.isascii() or not text.replace("-", "").isdigit()
        figure.certain = figure.certain or any(e.name == "a" and e.get("href") for e in element.elements())
        if link is not None and self._is_back(link):
            if self.draft.raw.strip() or self.draft.label:
                return self.in_note
            self.draft.label = figure
            return True
        if link is not None and not self._calls(element, link):
            return False
        if self.draft.tag is None:
            self.draft.tag = tag
        self.draft.figures.append(figure)
        return True

    def _note(self, element: Element) -> None:
        """One block of everything in a note's element."""
        self.flush()
        self.in_note = True
        self.draft.note = self.notes[id(element)]
        self.walk(element, "note")
        self.in_note = False
        draft = self.draft
        take_label(draft, element)
        self.flush()

    def flush(self) -> None:
        """Ends the block; inside a note only its paragraph, which is joined with a space."""
        if self.in_note:
            if self.draft.glyphs:
                at = self.draft.glyphs[-1][2]
                self.draft.glyphs.append((" ", at, at))
            return
        if self.draft.raw.strip() or self.draft.figures:
            self.drafts.append(self.draft)
        self.draft = Draft(None)


def _fragment(link: Element) -> str:
    """The fragment a link leads to, empty without one. An address before it is taken to be the page's own."""
    return link.get("href").partition("#")[2]


def _span(element: Element) -> tuple[int, int]:
    """From the first to the last character of an element's text, white space around it left out."""
    pieces = [p for p in element.pieces() if p.text.strip()]
    first, last = pieces[0], pieces[-1]
    left = len(first.text) - len(first.text.lstrip()) if first.end - first.start == len(first.text) else 0
    right = len(last.text) - len(last.text.rstrip()) if last.end - last.start == len(last.text) else 0
    return first.start + left, last.end - right


def _is_raised(element: Element) -> bool:
    """Whether an element sets its text as superscript."""
    if element.name == "sup":
        return True
    if element.name not in ("span", "font", "a", "em", "i", "b"):
        return False
    named = {"superscript", "sup", "msofootnotereference", "msoendnotereference"}.intersection(element.classes)
    return bool(named) or bool(_SUPER_STYLE.search(element.get("style")))


def _block_of(element: Element) -> Element:
    """The element itself, or the nearest block-level element around an inline one."""
    return next((e for e in [element, *element.ancestors()] if e.name in BLOCK), element)


def _tag_inside(element: Element, tag: str | None) -> str | None:
    """What text directly in a block-level element is, inside text that is ``tag``."""
    if re.fullmatch("h[1-6]", element.name):
        return element.name
    if element.get("role") == "heading":
        level = element.get("aria-level")
        return f"h{level}" if level in tuple("123456") else "h2"
    if tag in ("li", "note") and element.name not in ("ul", "ol", "table"):
        return tag
    return element.name if element.name in ("p", "li") else None


def _number_items(listing: Element, notes: dict[int, int]) -> None:
    """Numbers the items of a list of notes as a browser does (``start``, ``value``); a number known by link stays."""
    start = listing.get("start")
    number = int(start) if re.fullmatch(r"\d{1,3}", start) else 1
    for item in listing.children:
        if isinstance(item, Element) and item.name == "li":
            value = item.get("value")
            number = int(value) if re.fullmatch(r"\d{1,3}", value) else number
            notes.setdefault(id(item), number)
            number += 1


def _around_content(everything: list[Element]) -> set[int]:
    """id() of the elements that are or hold the main content: ``main``, the one ``article``, the one ``h1``.

    None of them is furniture, whatever it is called: a form may wrap a whole page, a class name may be a subject's.
    """
    sheltered: set[int] = set()
    for name in ("body", "main", "article", "h1"):
        found = [e for e in everything if e.name == name and not _in_navigation(e)]
        if len(found) == 1 or name == "main":
            for element in found:
                sheltered.update(map(id, [element, *element.ancestors()]))
    return sheltered


def _in_navigation(element: Element) -> bool:
    return element.name == "h1" and any(e.name == "nav" for e in element.ancestors())
