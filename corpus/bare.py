"""A text without apparatus: its title on the first line, then the paragraphs, in one language or two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provenance import Attribution, Capture, Document, Source, Title
from provenance.scripts import is_mainly_han

from .body import Counter, Languages, is_prose, read_body
from .bylines import parse_name, parse_publisher
from .errors import PageError
from .identify import work_id
from .metadata import PageFacts
from .traced import Block

_LONGEST_TITLE = 300
_DATE_LINE = re.compile(
    r"(?:published\s+)?(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)",
    re.I,
)
#: Lines that are a bare date, from which on a page is a list of documents and not one.
_MOST_DATES = 3


def read_bare(blocks: Sequence[Block], capture: Capture, name: str, facts: PageFacts, identity: str | None = None) -> Document:
    """The document in a text whose first block (or, in HTML, first ``h1``) is its title.

    Author, date and publisher are known only where an HTML page states them (``facts``). Raises :class:`PageError` when the
    text is no document: no title, no running text, or a list of titles and dates.
    """
    refuse_lists(blocks, name)
    blocks = blocks[next((i for i, b in enumerate(blocks) if b.tag == "h1"), 0) :]
    if is_prose(blocks[0].text) and len(blocks[0].text) > _LONGEST_TITLE:
        raise PageError("the text has no title", name=name, line=blocks[0].line, expected="a title on the first line, by itself")
    titles = [blocks[0]]
    # the title in the other language directly under it
    if len(blocks) > 1 and is_mainly_han(blocks[1].text) != is_mainly_han(blocks[0].text) and not is_prose(blocks[1].text):
        titles.append(blocks[1])
    languages = Languages()
    tagged = [Title(text=" ".join(b.text.split()), language=languages.of(b.text)) for b in titles]
    authors = tuple(parse_name(author) for author in facts.get("authors", ()))
    source = Source(
        id="text",
        type="webpage" if facts else "document",
        title=tagged[0],
        other_titles=tuple(tagged[1:]),
        authors=authors,
        container_title=facts.get("container"),
        publisher=parse_publisher(facts["publisher"]) if "publisher" in facts else None,
        issued=facts.get("date"),
        doi=facts.get("doi"),
        language=tagged[0].language,
    )
    attributions = {tag: Attribution(authors=authors) for tag in (languages.latin, languages.han)}
    segments = read_body(blocks[len(titles) :], languages, attributions, Counter())
    work = identity or work_id(source)
    return Document(id=work, source=source.model_copy(update={"id": work}), segments=segments, capture=capture)


def refuse_lists(blocks: Sequence[Block], name: str) -> None:
    """Raise :class:`PageError` when blocks hold no running text, or a list of documents."""
    prose = [b for b in blocks if is_prose(b.text)]
    if not prose:
        raise PageError("no running text was found", name=name, expected="a page with paragraphs, not a list of titles or links")
    dates = sum(len(_DATE_LINE.findall(line)) for b in blocks for line in b.text.split("\n") if len(line) < 60)
    if dates >= _MOST_DATES and dates * 2 >= len(prose):
        raise PageError(
            f"this is a list of documents ({dates} lines with a date), not a document",
            name=name,
            expected="the page of one document",
        )
