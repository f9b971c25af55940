"""Writes docs/citations.md: what each style gives for the article, and the rule it follows."""

from __future__ import annotations

from pathlib import Path

from references import cite

from .reference_samples import document, journal_article

PAGE = Path(__file__).parent.parent / "docs" / "citations.md"

#: Style → how its manual wants names, the two titles and the pinpoint.
RULES = {
    "chicago": "Chicago 18, notes. Chinese names family first, no comma, in notes and bibliography; in a citation of "
    "the Chinese original the characters follow. Han is not set in italics. A translated title follows in brackets.",
    "chicago-author-date": "Chicago 18, author-date. The same names and titles; the text cites family names and year.",
    "apa": "APA 7. Initials after the inverted family name (9.8); the original's title with its translation in brackets "
    "(9.38); paragraph numbers as “para.” (8.13).",
    "mla": "MLA 9. Chinese names are not inverted and take no comma; the translated title follows in brackets; “par.”",
    "ieee": "IEEE. Initials before the family name; the pinpoint stands within the brackets of the number.",
    "vancouver": "Vancouver as NLM's Citing Medicine has it, numbered in the order of citing. Family name and initials without "
    "points; the page is part of a site, whose title comes first; the pinpoint stands within the parentheses of the number.",
    "harvard": "Harvard as Cite Them Right has it. Initials after the inverted family name, “and” between two names; the "
    "translator follows the site.",
    "gb-t-7714": "GB/T 7714-2015, numeric. Han names and title for the original, `[R]` and `[EB]` for the type (8.1, annex B); "
    "the pinpoint stands outside the brackets (10.1.3). A page's site stands where its publisher would.",
    "csis-interpret": "The line a page of CSIS Interpret: China prints under “Cite This Page”, to the character; a pinpoint "
    "follows it.",
}
PLACES = {
    "translation": None,
    "translation, paragraph": "p12@en",
    "translation, marker": "p12@en!fn25",
    "original, paragraph": "p12@zh",
}
INTRODUCTION = """\
# Citations

The article as each style cites it, written by `python -m tests.citation_table` and checked by a test.

Decisions that hold in all styles:

- The words of a layer are cited to what they are from: English to the translation, Chinese to the original, a summary or
  takeaway to the page that wrote it.
- A translation without a date of its own is cited with the date its page prints, which is the original's, and then with no
  second one.
- No romanized title is given, because none is printed; the Han title stands with the translated title in brackets. (APA 7,
  9.38, would have the Han title romanized where that is possible.)
- Of a name in two scripts a translation gives the romanized one. Of the original, styles that write given names in full
  give both, styles with initials the romanized one, Chinese styles and locales the Han one.
- A marker is a paragraph and a note's number: “para. 12, n. 25”. A style that has no place for a locator prints it beside
  its number. Headings, summaries and takeaways have no number a reader could count, so no pinpoint.
- Spaces that a page leaves between Han and quotation marks are dropped, except by `csis-interpret`.
- Translator and site are both named, even where they are the same body.
"""


def table() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    article, other = document(), journal_article()
    for style, rule in RULES.items():
        parts.append(f"## `{style}`\n\n{rule}\n")
        for label, place in PLACES.items():
            citation = cite((article, place) if place else article, style)
            parts.append(_shown(label, citation.text, citation.html, citation.markdown))
        short = cite((article, "p12@en"), style, form="short")
        if short.text != cite((article, "p12@en"), style).text:
            parts.append(_shown("translation, later note", short.text, short.html, short.markdown))
        for label, thing in (("translation", article), ("original", (article, "h1@zh")), ("journal article", other)):
            entry = cite(thing, style).bibliography
            if entry:
                parts.append(_shown(f"{label}, bibliography", entry.text, entry.html, entry.markdown))
    return "\n".join(parts)


def _shown(label: str, text: str, html: str, markdown: str) -> str:
    lines = [f"**{label}**\n", "```text", text]
    if html != text:
        lines += ["```", "", "```html", html.strip()]
    if markdown not in (text, html):
        lines += ["```", "", "```markdown", markdown]
    return "\n".join([*lines, "```", ""])


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(table(), "utf-8")
