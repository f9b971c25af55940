"""A report as one HTML file to hand to an editor: no script, nothing from outside, fit to be printed.

The page is built as a tree of elements, so that every word of a manuscript or a source is text and never markup. Differences
are told by the elements ``del`` and ``ins``, by signs and underlines, and in words for those who listen to a page; colour
only repeats what these say (WCAG 2.2, 1.4.1). Han is marked as Chinese, so that a browser takes the right fonts and voices.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import resources

from lxml import etree
from lxml.html import tostring
from lxml.html.builder import E

from provenance import Change
from provenance.quotations import UNFAITHFUL_FLAGS
from provenance.scripts import HAN, is_mainly_han

from . import wording
from .differing import marked
from .model import Checked, Passed, Quoted, Report

#: Characters of the manuscript shown before and behind a quotation.
_CONTEXT = 240
#: Han with the marks that stand between Han.
_HAN_RUN = re.compile(rf"[{HAN}](?:[{HAN}\d，。、；：？！“”‘’「」『』《》〈〉（）—…·]*[{HAN}。！？」』》）])?")
#: Characters that no XML or HTML text may hold (HTML, 13.2.3.5; XML 1.0, 2.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_Node = etree._Element
_Child = str | _Node


def as_html(report: Report) -> str:
    """The whole page. The same report gives the same text."""
    name = report.manuscript.path.name
    unfaithful = [(i, c) for i, c in enumerate(report.checked, 1) if not c.quotation.faithful]
    body = E.body(
        E.header(
            _tag("h1", "Quotations in ", _tag("span", *_spoken(name), dir="auto")),
            _tag("p", *_outcome(report, len(unfaithful)), id="outcome"),
            _summary(report),
            *(_tag("p", *_spoken(remark), class_="remark") for remark in report.manuscript.remarks),
            *([_jumps(unfaithful)] if unfaithful and len(report.checked) > 1 else []),
        ),
        E.main(*(_article(i, c) for i, c in enumerate(report.checked, 1)), *_passed(report.passed)),
        E.footer(*_legend(report)),
    )
    head = E.head(
        E.meta(charset="utf-8"),
        E.meta(name="viewport", content="width=device-width, initial-scale=1"),
        E.meta(name="color-scheme", content="light dark"),
        E.meta({"http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"}),
        E.title(_clean(f"Quotations in {name}")),
        E.style(resources.files(__package__).joinpath("report.css").read_text(encoding="utf-8")),
    )
    page = tostring(E.html(head, body, lang="en"), doctype="<!DOCTYPE html>", encoding="unicode")
    return str(page) + "\n"


def _tag(name: str, *children: _Child, **attributes: str) -> _Node:
    """An element; a trailing underscore in an attribute's name is left out, text is cleaned."""
    values = {k.rstrip("_").replace("_", "-"): _clean(v) for k, v in attributes.items()}
    element: _Node = E(name, values, *(_clean(c) if isinstance(c, str) else c for c in children))
    return element


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _spoken(text: str) -> list[_Child]:
    """A text with its Chinese in elements that say so."""
    out: list[_Child] = []
    at = 0
    for run in _HAN_RUN.finditer(text):
        out += [text[at : run.start()], _tag("span", run.group(), lang="zh")]
        at = run.end()
    return [*out, text[at:]]


def _outcome(report: Report, unfaithful: int) -> list[_Child]:
    if not report.checked:
        return ["No quotation was found."]
    if not unfaithful:
        return [_tag("strong", "All quotations are faithful.")]
    few = "1 quotation is" if unfaithful == 1 else f"{unfaithful} quotations are"
    return [_tag("strong", f"{few} not faithful"), f" of {len(report.checked)} that were checked."]


def _summary(report: Report) -> _Node:
    rows = [
        _tag("tr", _tag("th", verdict, scope="row"), _tag("td", str(report.counts[verdict])), _tag("td", meaning))
        for verdict, meaning in wording.VERDICTS.items()
        if report.counts[verdict]
    ]
    if report.passed:
        few = _tag("td", str(len(report.passed)))
        rows.append(
            _tag("tr", _tag("th", "passed over", scope="row"), few, _tag("td", "Words in quotation marks, no quotation."))
        )
    head = _tag("tr", *(_tag("th", name, scope="col") for name in ("Verdict", "Number", "Meaning")))
    return _tag("table", _tag("caption", "What was found"), E.thead(head), E.tbody(*rows))


def _jumps(unfaithful: Iterable[tuple[int, Checked]]) -> _Node:
    links = [_tag("li", _tag("a", f"{i} ({wording.cause(c)})", href=f"#q{i}")) for i, c in unfaithful]
    return _tag("nav", _tag("h2", "Not faithful"), E.ul(*links), aria_label="Quotations that are not faithful")


def _article(number: int, checked: Checked) -> _Node:
    q = checked.quotation
    title = _tag(
        "h2",
        _tag("span", str(number), class_="number"),
        " ",
        _tag("span", "Faithful" if q.faithful else "Not faithful", class_="judgement"),
        f": {wording.cause(checked)}",
    )
    parts = [title, _tag("p", _where(checked.quoted), class_="where"), _context(checked)]
    rows: list[tuple[str, list[_Child]]] = []
    if q.text and q.text != q.quoted:
        rows.append(("Source", [_words(q.text, _layer(checked))]))
    if claimed := wording.claim(checked):
        rows.append(("Citation there", _spoken(claimed)))
    anchors = [_tag("code", str(m.anchor)) for m in q.matches]
    if anchors:
        rows.append(("Anchor" if len(anchors) == 1 else "Anchors", [child for a in anchors for child in (a, " ")][:-1]))
    flags = [_tag("li", _tag("b", f), ": ", wording.FLAGS[f], class_=_weight(f)) for f in q.flags]
    if flags:
        rows.append(("Flags", [E.ul(*flags)]))
    if said := wording.notes(checked):
        rows.append(("Notes", [child for n in said for child in (*_spoken(n), E.br())][:-1]))
    if checked.citation:
        rows.append(("Should cite", _spoken(checked.citation)))
    if rows:
        parts.append(_tag("dl", *(_tag("div", _tag("dt", label), _tag("dd", *values)) for label, values in rows)))
    return _tag("article", *parts, id=f"q{number}", class_="faithful" if q.faithful else "unfaithful")


def _weight(flag: str) -> str:
    return "grave" if flag in UNFAITHFUL_FLAGS else "light"


def _where(quoted: Quoted) -> str:
    if quoted.line is None:
        return wording.place(quoted).capitalize()
    return f"Line {quoted.line}, column {quoted.column or 1}"


def _layer(checked: Checked) -> str | None:
    anchor = checked.quotation.anchor
    return anchor.layer if anchor else None


def _words(text: str, language: str | None = None) -> _Node:
    """Words of a source; their language is known."""
    return _tag("q", text, lang=language) if language else _tag("q", *_spoken(text))


def _context(checked: Checked) -> _Node:
    """The quotation where it stands, with what differs marked in it."""
    quoted = checked.quoted
    text = quoted.block.text
    before, behind = text[: quoted.start], text[quoted.end :]
    if len(before) > _CONTEXT:
        before = "… " + before[-_CONTEXT:].partition(" ")[2] if " " in before[-_CONTEXT:] else "…" + before[-_CONTEXT:]
    if len(behind) > _CONTEXT:
        behind = behind[:_CONTEXT].rpartition(" ")[0] + " …" if " " in behind[:_CONTEXT] else behind[:_CONTEXT] + "…"
    pieces: list[_Child] = []
    for piece in marked(checked.quotation):
        pieces += _change(piece) if isinstance(piece, Change) else _spoken(piece)
    attributes = {"lang": "zh"} if is_mainly_han(quoted.text) else {}
    inside = _tag("mark", *pieces, **attributes)
    return _tag("blockquote", *_spoken(before), inside, *_spoken(behind), class_=quoted.way)


def _change(change: Change) -> list[_Child]:
    """The source's words struck out, the manuscript's underlined, each with its sign and, for listeners, its word."""
    out: list[_Child] = []
    if change.source:
        out.append(_tag("del", _heard("in the source: "), _tag("span", *_spoken(change.source), class_="words")))
    if change.quoted:
        out.append(_tag("ins", _heard("in the manuscript: "), _tag("span", *_spoken(change.quoted), class_="words")))
    return out


def _heard(text: str) -> _Node:
    return _tag("span", text, class_="heard", lang="en")


def _passed(passed: tuple[Passed, ...]) -> list[_Node]:
    if not passed:
        return []
    rows = [_tag("tr", _tag("td", *_spoken(p.text)), _tag("td", p.reason), _tag("td", _block(p), class_="where")) for p in passed]
    head = _tag("tr", *(_tag("th", name, scope="col") for name in ("Words", "Why", "Where")))
    title = _tag("h2", "Passed over", id="passed")
    return [_tag("section", title, _tag("table", E.thead(head), E.tbody(*rows)), aria_labelledby="passed", class_="passed")]


def _block(passed: Passed) -> str:
    block = passed.block
    if block.line is not None:
        return f"line {block.line}"
    return f"paragraph {block.number}" + (f", page {block.page}" if block.page is not None else "")


def _legend(report: Report) -> list[_Node]:
    """How to read the page: the signs, and the verdicts and flags that occur in it."""
    sample = E.p(
        "In the manuscript’s text a ",
        _tag("del", _tag("span", "struck word", class_="words")),
        " is the source’s and missing there, an ",
        _tag("ins", _tag("span", "underlined word", class_="words")),
        " is the manuscript’s and not in the source.",
    )
    out = [_tag("h2", "How to read this"), sample]
    out.append(
        _tag(
            "p",
            "A quotation is faithful when the source’s own words are there and every change is marked. Words are compared, not"
            " their likeness: one changed digit makes a quotation unfaithful. An anchor names the document, the paragraph and"
            " the language; v= is the version of the paragraph’s text, cp= the characters in it.",
        )
    )
    flags = {f for c in report.checked for f in c.quotation.flags}
    if flags & UNFAITHFUL_FLAGS:
        graves = ", ".join(f for f in wording.FLAGS if f in flags & UNFAITHFUL_FLAGS)
        out.append(_tag("p", f"A quotation whose words are in the source is still unfaithful when it is flagged {graves}."))
    return out
