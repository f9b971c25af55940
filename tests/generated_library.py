"""A library of made text with everything that makes finding hard, and quotations of it of every kind."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator

from opencc import OpenCC

from bench.made_text import MadeText
from provenance import Document, LayerText, Marker, Segment, Source

_BOILERPLATE = "This report does not represent the views of the council; see page 12 for the terms of reprinting."
_HAN_BOILERPLATE = "本报告不代表理事会的观点，转载须注明出处。"


def library_documents(seed: int, count: int = 8, each: int = 7) -> list[Document]:
    """Documents in English, in Chinese and in both, with headings, notes, markers, repeated sentences, a source's own marks."""
    rng = random.Random(seed)
    english, chinese = MadeText(seed, "en"), MadeText(seed, "zh")
    traditional = OpenCC("s2t").convert
    out = []
    for number in range(count):
        layers = (("en",), ("zh",), ("en", "zh"))[number % 3]
        segments = []
        for i in range(1, each + 1):
            texts = {}
            for layer in layers:
                if layer == "zh" and number % 3 == 2 and i == 3:
                    continue  # a segment of one layer only
                text = (english if layer == "en" else chinese).paragraphs(1)[0]
                if layer == "zh" and number % 6 == 1:
                    text = traditional(text)  # a source in traditional characters
                if layer == "en" and rng.random() < 0.3:
                    text += f" {_BOILERPLATE}"
                elif layer == "zh" and rng.random() < 0.3:
                    text += _HAN_BOILERPLATE
                if rng.random() < 0.2:
                    text = text.replace(",", "… and [so on],", 1)
                markers = ()
                if rng.random() < 0.4:
                    at = text.find("." if layer == "en" else "。") + 1
                    markers = (Marker(number=i, segment=f"p{i}", layer=layer, offset=at, form=str(i)),)
                texts[layer] = LayerText.of(text, markers=markers)
            kind = "heading" if i == 4 else "paragraph"
            segments.append(Segment(id=f"{kind[0]}{i}", kind=kind, layers=texts))
        note = {layer: LayerText.of((english if layer == "en" else chinese).paragraphs(1)[0]) for layer in layers}
        segments.insert(each // 2, Segment(id="n1", kind="note", layers=note))
        identity = f"made-{number}"
        out.append(Document(id=identity, source=Source(id=identity, language=layers[0]), segments=tuple(segments)))
    return out


def quotations(documents: list[Document], seed: int, each: int) -> Iterator[tuple[str, str]]:
    """(kind, quotation): up to ``each`` of every kind, taken from the documents or, where it says so, from other text."""
    return ((kind, text) for kind, text in _quotations(documents, seed, each) if any(c.isalnum() for c in text))


def _quotations(documents: list[Document], seed: int, each: int) -> Iterator[tuple[str, str]]:
    rng = random.Random(seed)
    traditional, simplified = OpenCC("s2t").convert, OpenCC("t2s").convert
    texts = [(layer, t.text or "") for d in documents for _, layer, t in d.texts()]
    joined = [
        (layer, a.layers[layer].text or "", b.layers[layer].text or "")
        for d in documents
        for layer in d.layers
        for a, b in _neighbours(d, layer)
    ]
    absent = {"en": MadeText(seed + 1000, "en"), "zh": MadeText(seed + 1000, "zh")}
    for _ in range(each):
        layer, text = rng.choice(texts)
        length = {"en": rng.randint(25, 120), "zh": rng.randint(9, 40)}[layer]
        words = _cut(rng, layer, text, length)
        other = _cut(rng, *(found := rng.choice([t for t in texts if t[0] == layer])), length)
        yield "exact", words
        yield "typographic", words.replace("“", '"').replace("”", '"').replace("’", "'").replace(" — ", "--")
        yield "quoted", f"“{words}”"
        yield "ending", f"{words},"
        yield "bracketed", f"{words[: len(words) // 2]}[sic]{words[len(words) // 2 :]}"
        first, second = (
            _cut(rng, layer, half, {"en": 60, "zh": 20}[layer]) for half in (text[: len(text) // 2], text[len(text) // 2 :])
        )
        yield "elliptic", f"{first} … {second}"
        yield "altered", _altered(rng, layer, words)
        yield "number-changed", re.sub(r"\d", lambda m: str((int(m.group()) + 1) % 10), _around_number(rng, layer, text))
        yield "spliced", _cut(rng, layer, text, 45) + ("" if layer == "zh" else " ") + _cut(rng, *found, 45)
        yield "spliced with marks", f"{words} … {other}"
        yield "too short", _cut(rng, layer, text, {"en": 6, "zh": 3}[layer])
        yield "short", _cut(rng, layer, text, {"en": 13, "zh": 5}[layer])
        yield "simplified", simplified(_cut(rng, *rng.choice([t for t in texts if t[0] == "zh"]), 20))
        yield "traditional", traditional(_cut(rng, *rng.choice([t for t in texts if t[0] == "zh"]), 20))
        yield "absent", _cut(rng, layer, absent[layer].paragraphs(1)[0], length)
        yield "another script", _cut(rng, "en", absent["en"].paragraphs(1)[0], 40) + "中国"
        layer, before, after = rng.choice(joined)
        tail = {"en": 40, "zh": 12}[layer]
        yield (
            "across paragraphs",
            _cut(rng, layer, before[-tail:], tail, last=True) + " " + _cut(rng, layer, after, tail, first=True),
        )
    for document in documents:
        for _, _, text in document.texts():
            for marker in text.markers:
                words, at = text.text or "", marker.offset
                yield (
                    "marker repeated",
                    words[max(0, at - 30) : at].split(" ", 1)[-1] + str(marker.number) + words[at : at + 25].rsplit(" ", 1)[0],
                )
    yield "boilerplate", _BOILERPLATE
    yield "boilerplate", _HAN_BOILERPLATE
    yield "boilerplate", _BOILERPLATE.replace("does not represent", "represents")
    yield "the source's own marks", "… and [so on],"


def _neighbours(document: Document, layer: str) -> list[tuple[Segment, Segment]]:
    body = [s for s in document.segments if s.kind in ("heading", "paragraph") and layer in s.layers]
    return list(itertools.pairwise(body))


def _cut(rng: random.Random, layer: str, text: str, length: int, first: bool = False, last: bool = False) -> str:
    """About ``length`` characters of whole words; from the beginning, up to the end, or anywhere."""
    begin = 0 if first else max(0, len(text) - length) if last else rng.randrange(max(1, len(text) - length))
    if layer == "zh":
        return text[begin : begin + length]
    if begin and text[begin - 1] != " ":
        begin = max(text.find(" ", begin), 0)
    end = len(text) if last else begin + length
    return text[begin:end].strip() if last or end >= len(text) else text[begin : max(begin + 1, text.rfind(" ", 0, end))].strip()


def _altered(rng: random.Random, layer: str, words: str) -> str:
    if layer == "zh":
        at = rng.randrange(len(words))
        return words[:at] + "龘" + words[at + 1 :]
    parts = words.split(" ")
    parts[rng.randrange(len(parts))] = "walrus"
    return " ".join(parts)


def _around_number(rng: random.Random, layer: str, text: str) -> str:
    found = list(re.finditer(r"\d[\d.,%]*", text))
    if not found:
        return text[:60]
    at = rng.choice(found).start()
    return _cut(rng, layer, text[max(0, at - 30) : at + 40], 70, first=True)
