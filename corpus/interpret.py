"""The layout of CSIS Interpret: China: an English translation beside its Chinese original, paragraph by paragraph.

From top to bottom: title, Chinese title, summary, "Key takeaways", site furniture, the body in pairs of blocks, "To top",
"Cite This Page" with its line. Any of the apparatus may be missing. The facts of the record come from the cite line; what
the page does not say stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from provenance import Agent, Attribution, Capture, Document, LayerText, Segment, Source, Title, body
from provenance.documents import Kind
from provenance.scripts import is_mainly_han

from .body import Counter, Languages, is_prose, layer_text, read_body
from .citeline import CiteLine, parse_cite_line
from .errors import PageError
from .identify import work_id
from .text import lines
from .traced import Block

#: Lines of the site that belong to no document, in lower case without spaces and punctuation.
_FURNITURE = frozenset(
    "".join(c for c in line.casefold() if c.isalnum())
    for line in (
        "Return to the Library", "Back to the Library", "Original text", "English text", "Original text PDF", "English text PDF",
        "PDF", "See an error? Drop us a line at", "See an error? Drop us a line", "To top", "Back to top", "Top", "Print",
        "Facebook", "Twitter", "X", "LinkedIn", "Email", "Copy Link", "Share", "Share this page", "Download", "Download PDF",
        "View the translated and original text side-by-side", "View the translated and original text side by side",
        "View original text", "View English text", "Translated text", "Read more", "Related", "Menu", "Search", "Skip to content",
    )
)  # fmt: skip
_SHARE_BAR = re.compile(r"(?:Facebook|Twitter|LinkedIn|E-?mail|Print|Copy ?Link|Share|WhatsApp|Reddit|Bluesky|X|\s|[|·,])+", re.I)
_TAKEAWAYS = re.compile(r"key takeaways?:?", re.I)
_CITE_HEADING = re.compile(r"cite this page:?", re.I)
_TOP = re.compile(r"(?:back )?to top", re.I)
_BODY_FOLLOWS = re.compile(r"view the translated and original text.*", re.I)
_EDITORS_LINE = re.compile(
    r"[\[(（【*_ ]*(?:(?:editor|translator|csis|interpret)[’'`]?s?[’']?(?:\s+china)?[’']?s?\s+notes?\b"
    r"|(?:the )?following (?:is|are|text)\b|note:"
    r"|this (?:is an? )?(?:translation|article|document|text|speech|version)\b.{0,80}\b(?:translat|publish|edit|abridg|excerpt)"
    r"|编者按|译者按|译者注|编者注)",
    re.I,
)
_LANDMARKS = (
    re.compile(r"^return to the library$", re.I | re.M),
    re.compile(r"^key takeaways?$", re.I | re.M),
    re.compile(r"^cite this page$", re.I | re.M),
    re.compile(r"^view the translated and original text", re.I | re.M),
    re.compile(r"\. CSIS Interpret: China\b|original work published", re.I),
)
#: Marks of this layout that a page must show before it is read by it.
_LEAST_LANDMARKS = 2


def is_interpret(blocks: Sequence[Block]) -> bool:
    """Whether the page has at least two of the layout's landmarks."""
    text = "\n".join(b.text for b in blocks)
    return sum(bool(mark.search(text)) for mark in _LANDMARKS) >= _LEAST_LANDMARKS


def read_interpret(blocks: Sequence[Block], capture: Capture, name: str, identity: str | None = None) -> Document:
    """The document on a page of this layout; ``blocks`` as :mod:`corpus.text` or :mod:`corpus.html` give them.

    Raises :class:`PageError` when there is no title or no body.
    """
    flat = [line for block in blocks for line in (lines(block) if _mixed(block) else [block])]
    cite, flat = _cite_line(flat)
    head, rest = _head(flat, cite)
    title, other_title, summary = _titles(head, cite, name)
    takeaways, body_blocks = _takeaways(rest)
    editorial, body_blocks = _editors_lines(body_blocks)
    languages = Languages()
    if not any(is_prose(b.text) for b in body_blocks):
        raise PageError("the page has no body: no paragraph of running text was found", name=name)
    source = _source(title, other_title, cite, languages, any(is_mainly_han(b.text) for b in body_blocks))
    publisher = body(source.container_title) if source.container_title else None
    attributions = {
        languages.latin: Attribution(authors=source.authors, translators=source.translators if source.translation_of else ()),
        languages.han: Attribution(authors=source.original.authors),
    }
    counter = Counter()
    segments = [
        *_apparatus("summary", [*summary, *editorial], publisher, languages, counter),
        *_apparatus("takeaway", takeaways, publisher, languages, counter),
        *read_body(body_blocks, languages, attributions, counter),
    ]
    work = identity or work_id(source)
    return Document(id=work, source=source.model_copy(update={"id": work}), segments=tuple(segments), capture=capture)


def is_furniture(text: str) -> bool:
    """Whether a line is the site's, not the document's: share bar, buttons, links."""
    key = "".join(c for c in text.casefold() if c.isalnum())
    return key in _FURNITURE or _SHARE_BAR.fullmatch(text.strip()) is not None


def _mixed(block: Block) -> bool:
    """Whether a block of several lines has furniture, a landmark or a bare title line in it, so that each line stands alone."""
    return "\n" in block.text and any(
        is_furniture(b.text) or _TAKEAWAYS.fullmatch(b.text) or _CITE_HEADING.fullmatch(b.text) or _BODY_FOLLOWS.fullmatch(b.text)
        for b in lines(block)
    )


def _cite_line(blocks: list[Block]) -> tuple[CiteLine | None, list[Block]]:
    """The cite line, and the page without it and all that comes after."""
    for i, block in enumerate(blocks):
        if _CITE_HEADING.fullmatch(block.text.strip()):
            following = next((b for b in blocks[i + 1 :] if not is_furniture(b.text)), None)
            return (parse_cite_line(following.text) if following else None), _until_top(blocks[:i])
    for i in range(len(blocks) - 1, -1, -1):
        if "original work published" in blocks[i].text and (found := parse_cite_line(blocks[i].text)):
            return found, _until_top(blocks[:i])
    return None, _until_top(blocks)


def _until_top(blocks: list[Block]) -> list[Block]:
    end = next((i for i, b in enumerate(blocks) if i > len(blocks) // 2 and _TOP.fullmatch(b.text.strip())), len(blocks))
    return blocks[:end]


def _head(blocks: list[Block], cite: CiteLine | None) -> tuple[list[Block], list[Block]]:
    """What stands above the takeaways or the body, and the rest from there on.

    Without takeaways the head ends at the furniture line that announces the body, else at the last furniture line, else
    before the second block of prose.
    """
    for i, block in enumerate(blocks):
        if _TAKEAWAYS.fullmatch(block.text.strip()):
            return [b for b in blocks[:i] if not is_furniture(b.text)], blocks[i:]
    announced = next((i for i, b in enumerate(blocks) if _BODY_FOLLOWS.fullmatch(b.text.strip())), None)
    if announced is None:
        furniture = [i for i, b in enumerate(blocks) if is_furniture(b.text)]
        prose = [i for i, b in enumerate(blocks) if is_prose(b.text)]
        early = [i for i in furniture if prose and any(p < i for p in prose[:1]) and i < len(blocks) - 1]
        announced = early[-1] if early else None
        if announced is None:
            first = prose[0] if prose else len(blocks)
            return [b for b in blocks[:first] if not is_furniture(b.text)], blocks[first:]
    return [b for b in blocks[:announced] if not is_furniture(b.text)], blocks[announced:]


def _titles(head: list[Block], cite: CiteLine | None, name: str) -> tuple[str, str | None, list[Block]]:
    """Title, Chinese title and the blocks of the summary. The cite line's title is the page's own word for it."""
    english = [b for b in head if not is_mainly_han(b.text)]
    chinese = [b for b in head if is_mainly_han(b.text)]
    title_block = next((b for b in english if b.tag == "h1"), english[0] if english else None)
    title = cite.title if cite else title_block.text if title_block else None
    if title is None:
        raise PageError("the page has no title", name=name, expected="an English title above the text")
    other = (cite.other_title if cite else None) or next((b.text for b in chinese if not is_prose(b.text)), None)
    summary = [b for b in english if is_prose(b.text) and b.text != title]
    return title, other, summary


def _takeaways(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The items under "Key takeaways", and the body without furniture."""
    if not blocks or not _TAKEAWAYS.fullmatch(blocks[0].text.strip()):
        return [], [b for b in blocks if not is_furniture(b.text)]
    items = []
    at = 1
    marked = any(b.tag == "li" for b in blocks[1:2])
    while at < len(blocks) and not is_furniture(blocks[at].text):
        if marked and blocks[at].tag != "li":
            break
        if is_mainly_han(blocks[at].text) or (not marked and not is_prose(blocks[at].text)):
            break
        items.append(blocks[at])
        at += 1
    return items, [b for b in blocks[at:] if not is_furniture(b.text)]


def _editors_lines(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Lines of the page's editors before the body: they are the publisher's words and no paragraphs of the work."""
    at = 0
    while at < len(blocks) and _EDITORS_LINE.match(blocks[at].text) and not is_mainly_han(blocks[at].text):
        at += 1
    return blocks[:at], blocks[at:]


def _apparatus(
    kind: Kind, blocks: Sequence[Block], publisher: Agent | None, languages: Languages, counter: Counter
) -> list[Segment]:
    attribution = Attribution(part="apparatus", authors=(publisher,) if publisher else ())
    out = []
    for block in blocks:
        identity = counter.next(kind)
        tag = languages.of(block.text)
        layers: dict[str, LayerText] = {tag: layer_text(block, identity, tag, attribution)}
        out.append(Segment(id=identity, kind=kind, layers=layers))
    return out


def _source(title: str, other_title: str | None, cite: CiteLine | None, languages: Languages, has_chinese: bool) -> Source:
    """The record: the translation as this page, the original as its cite line tells it."""
    authors = cite.authors if cite else ()
    translated = bool(cite and cite.publisher) or has_chinese or other_title is not None
    original = Source(
        id="original",
        type="report" if cite and cite.publisher else "document",
        title=Title(text=other_title, language=languages.han) if other_title else None,
        other_titles=(Title(text=title, language=languages.latin),),
        authors=authors,
        publisher=cite.publisher if cite else None,
        issued=cite.date if cite else None,
        language=languages.han,
    )
    container = cite.container if cite else None
    return Source(
        id="page",
        type="webpage",
        title=Title(text=title, language=languages.latin),
        other_titles=(Title(text=other_title, language=languages.han),) if other_title else (),
        authors=authors,
        translators=(body(container),) if container and translated else (),
        container_title=container,
        language=languages.latin,
        translation_of=original if translated else None,
    )
