"""What the citations of a manuscript name: the document among those that are known, and the place in it.

Nothing is guessed: where several documents fit, or none, the citation stays as it is written and names no place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from provenance import Agent, Anchor, AnchorError, Source, script_of
from provenance.chinese_numbers import read_chinese
from provenance.folding import fold
from provenance.scripts import HAN, is_han
from references.keys import key, keys

from .citations import ANCHOR, IBID, KEY, NOTE, PARAGRAPH, YEAR, Citation
from .model import Claim

#: Words in front of a year that name no author.
_NO_NAME = frozenset("see cf also e.g i.e quoted cited in and et al eds ed trans the a an but as by ibid op cit para n".split())
_CAPITALIZED = re.compile(r"[A-Z\u00c0-\u00de][\w’'-]*")
#: A last author, right before the date; and one that follows another, wherever in the sentence.
_LISTED = re.compile(r"(?:\s(?:and|&)|,)\s+([A-Z\u00c0-\u00de][\w-]+)[\s,(（]*$")
_JOINED = rf"(?:\s+(?:and|&)\s+([A-Z\u00c0-\u00de][\w-]+)|(?:、|和|与|與)([{HAN}]{{2,4}}))"
_BESIDES = re.compile(r"\W*(?:(?:see|but) also\b|but see\b|cf\.|compare\b|另[见見]|另可?参[见見]|[比并]较|另參[见見])", re.I)
#: The words right before “(2024, para. 3)” that can be names, nearest last.
_NARRATED = re.compile(r"(?:[\w.,&’'、和与-]+\s+){0,7}[\w.,&’'、和与-]+\s*$")


@dataclass(frozen=True, slots=True)
class _Work:
    id: str
    years: frozenset[str]
    titles: frozenset[str]
    """Folded, in small letters."""
    surnames: tuple[frozenset[str], ...]
    """For each author what one may be called by itself: the family name in Latin letters, the whole name in Han."""
    names: frozenset[str]
    """Every word of the authors' and translators' names."""


class Works:
    """The documents a manuscript may cite: ``sources`` maps each document's id to its record."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._works = {i: _work(i, source) for i, source in sources.items()}
        self._keys: dict[str, set[str]] = {}
        ordered = sorted(sources)
        for i, exported in zip(ordered, keys([sources[i] for i in ordered]), strict=True):
            for name in {i, exported, key(sources[i])}:
                self._keys.setdefault(name, set()).add(i)
        self._titles = {title for work in self._works.values() for title in work.titles}
        self._begun: dict[str, set[str]] = {}
        """Begin of a title or of a first author's name → the works it may belong to, so that few have to be compared."""
        for work in self._works.values():
            for words in (*work.titles, *(_folded(n) for names in work.surnames[:1] for n in names)):
                self._begun.setdefault(next(iter(_begins(words)), ""), set()).add(work.id)

    def claims(self, cited: Iterable[Citation]) -> list[Claim]:
        """The claim each citation makes, in the order of the manuscript, since “ibid.” means the one before."""
        out: list[Claim] = []
        last: str | None = None
        for one in cited:
            anchor = self._ibid(one, last) if IBID.search(one.written) else self._anchor(one)
            out.append(Claim(one.written, anchor))
            last = anchor.work if anchor else None
        return out

    def is_title(self, text: str) -> bool:
        """Whether these are the words of a known document's title."""
        return _folded(text).strip(" .,") in self._titles

    def _ibid(self, one: Citation, last: str | None) -> Anchor | None:
        return _place(last, one.written) if last else None

    def _anchor(self, one: Citation) -> Anchor | None:
        """What the citation names, when exactly one of its parts names exactly one document."""
        anchors = dict.fromkeys(a for m in ANCHOR.finditer(one.written) if (a := self._parsed(m.group().replace("\n", ""))))
        if anchors:
            return next(iter(anchors)) if len(anchors) == 1 else None
        parts = re.split(r"[;；]", f"{one.goes_on} {one.written}".lstrip())
        named = {a for part in _quoted_from(parts) for a in [self._of_part(part, one.before)] if a}
        if len(named) == 1:
            return named.pop()
        # one document at several places is still that document
        works = {a.work for a in named}
        return Anchor(work=works.pop()) if len(works) == 1 else None

    def _parsed(self, written: str) -> Anchor | None:
        try:
            anchor = Anchor.parse(written)
        except AnchorError:
            return None
        return anchor if anchor.work in self._works else None

    def _of_part(self, part: str, before: str) -> Anchor | None:
        keyed = [self._keys.get(m.group("braced") or m.group("bare"), set()) for m in KEY.finditer(part)]
        fitting = set[str]().union(*keyed) if keyed else self._fitting(part, before)
        return _place(fitting.pop(), part) if len(fitting) == 1 else None

    def _fitting(self, part: str, before: str) -> set[str]:
        """The documents whose title is written here, or whose authors with one of their years."""
        text = _folded(part)
        years = {m.group()[:4] for m in YEAR.finditer(part)}
        narrated = _NARRATED.search(before)
        around = part if _names_in(part) else f"{narrated.group() if narrated else ''} {part}"
        likely = {i for begin in _begins(_folded(around)) for i in self._begun.get(begin, ())}
        works = [self._works[i] for i in sorted(likely)]
        titled = {w.id for w in works if any(_has_words(text, t) for t in w.titles)}
        is_short = before or part.lstrip()[:1] in "(（"
        authored = {
            w.id for w in works if _is_by(w, around) and (not years or years & w.years) and not (is_short and _others(w, around))
        }
        if titled:
            return (titled & authored) or {i for i in titled if years & self._works[i].years} or titled
        return authored if years or PARAGRAPH.search(part) or NOTE.search(part) else set()


def _quoted_from(parts: list[str]) -> list[str]:
    """The works of a citation that the words can be from: “see also” and “cf.” name others."""
    return [part for part in parts if not _BESIDES.match(part)] or parts


def _work(identity: str, source: Source) -> _Work:
    chain = list(_chain(source))
    authors = [a for s in chain for a in s.authors]
    agents = authors + [a for s in chain for a in s.translators]
    return _Work(
        identity,
        frozenset(d[:4] for s in chain for d in (s.issued, s.date_shown) if d),
        frozenset(t for s in chain for title in (s.title, *s.other_titles) if title and len(t := _folded(title.text)) > 3),
        tuple(_called(a) for a in dict.fromkeys(authors)),
        frozenset(word for a in agents for n in a.names for word in re.findall(r"[\w’'-]+", n.text)),
    )


def _chain(source: Source | None) -> Iterator[Source]:
    while source is not None:
        yield source
        source = source.translation_of


def _called(agent: Agent) -> frozenset[str]:
    out = set()
    for name in agent.names:
        if name.literal or script_of(name.text) == "Hani":
            out.add(name.literal or name.text)
        else:
            out.add(name.family or name.text)
    return frozenset(out)


def _is_by(work: _Work, text: str) -> bool:
    """Whether the first author of the work is named."""
    return bool(work.surnames) and any(_has_words(text, name) for name in work.surnames[0])


def _names_in(part: str) -> bool:
    """Whether a part of a citation names somebody itself."""
    head = part[: found.start()] if (found := YEAR.search(part) or PARAGRAPH.search(part)) else part
    return is_han(head) or any(word.lower() not in _NO_NAME for word in _CAPITALIZED.findall(head))


def _others(work: _Work, text: str) -> bool:
    """Whether someone is named beside the work's authors: “Shen and Wang (2024)” is not a work of Shen and Lu."""
    found = YEAR.search(text) or PARAGRAPH.search(text)
    head = text[: found.start()] if found else text
    listed = [m.group(1) for m in _LISTED.finditer(head)]
    for name in work.names:
        listed += [m.group(1) or m.group(2) for m in re.finditer(rf"(?<!\w){re.escape(name)}{_JOINED}", head)]
    # of Chinese it is not known where the name ends
    return not all(name in work.names or (is_han(name) and name.startswith(tuple(work.names))) for name in listed)


def _has_words(text: str, wanted: str) -> bool:
    edge = r"(?<!\w)", r"(?!\w)"
    if is_han(wanted):
        return wanted in text
    return re.search(edge[0] + re.escape(wanted) + edge[1], text) is not None


def _folded(text: str) -> str:
    return fold(text).text.casefold()


def _begins(words: str) -> Iterator[str]:
    """Each Latin word of a folded text and each pair of characters of Chinese, at which a title or a name can begin."""
    for m in re.finditer(rf"(?=([{HAN}]{{2}}))|(?<![\w])[^\W{HAN}]+", words):
        yield m.group(1) or m.group()


def _place(work: str, text: str) -> Anchor:
    """The segment (and marker) of a work that a pinpoint names; a range of paragraphs names no single one."""
    paragraph, note = PARAGRAPH.search(text), NOTE.search(text)
    numbers = _numbers(paragraph) if paragraph else []
    markers = _numbers(note)[:1] if note else []
    if len(numbers) == 1:
        return Anchor(work=work, segment=f"p{numbers[0]}", marker=markers[0] if markers else None)
    return Anchor(work=work, segment=f"n{markers[0]}" if markers and not numbers else None)


def _numbers(found: re.Match[str]) -> list[int]:
    written = found.group("latin") or found.group("han") or ""
    read = read_chinese(written)
    numbers = [int(n) for n in re.findall(r"\d+", written)] or ([int(read)] if read is not None else [])
    return [n for n in numbers if n > 0]
