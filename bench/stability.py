"""How surely ids survive edits: ours, numbering alone, and the most similar text, on generated edit histories.

    python bench/stability.py [--paragraphs 216000] [--seed 1]

Documents are written like acts and reports: headings, prose, clauses that differ by a number, and lines such as "Repealed."
that stand many times; every seventh is Chinese. Each goes through a history of inserting, deleting, splitting, merging,
moving (paragraphs, sections, and blocks cut anywhere), rewording, changing one number, and repealing. The generator knows
which paragraph is which, and that is compared with what each method says of the first and the last version.

An *unchanged* paragraph has the same words in both versions. ``right``: it is found again. ``wrong``: its id goes to another
paragraph. ``open``: it is not decided (proposals are not counted as found). A *gone* paragraph was changed or removed: to
give its id to any other paragraph is ``wrong`` too, even where the words are equal.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy
from rapidfuzz import fuzz, process

from provenance import Document, LayerText, Segment, Source, reanchor
from provenance.reanchoring import Reanchoring

PER_DOCUMENT = 240
_SYLLABLES = "ba de ki lo mu ran sel tor vi nam pe qua ris to und wel ex ylo con tri ma fen".split()
_HAN = (
    "船河书馆春秋山水村读者借还冬夏桥岸灯纸笔墨石木火土田人民市港口海风雨云雪日月星年时路车马牛羊花草树林"
    "米茶盐布衣食住行东西南北上下左右中大小高低长短新旧"
)
_STANDING = ["Repealed.", "Omitted.", "This section does not apply to persons under the age of majority.", "Spent."]
_STANDING_HAN = ["（已废止）", "（略）", "本条不适用于未成年人。", "（已失效）"]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph that knows who it is; ``made_of`` are the paragraphs it was split or merged from."""

    own: int
    text: str
    heading: bool = False
    made_of: tuple[int, ...] = ()


class Writer:
    """Writes documents and edits them; the same seed gives the same ones."""

    def __init__(self, seed: int, chinese: bool) -> None:
        self.dice = random.Random(seed)
        self.chinese = chinese
        self.count = 0
        words = sorted({"".join(self.dice.choices(_SYLLABLES, k=self.dice.randint(1, 4))) for _ in range(900)})
        self.dice.shuffle(words)
        self.words = words
        self.weights = [1 / (n + 3) for n in range(len(words))]

    def new(self, text: str, heading: bool = False, made_of: tuple[int, ...] = ()) -> Paragraph:
        self.count += 1
        return Paragraph(self.count, text, heading, made_of)

    def sentence(self) -> str:
        dice = self.dice
        if self.chinese:
            return "".join(dice.choices(_HAN, k=dice.randint(8, 40))) + "。"
        words = dice.choices(self.words, self.weights, k=dice.randint(6, 28))
        if dice.random() < 0.3:
            words.insert(dice.randrange(len(words)), str(dice.randint(2, 2000)))
        return " ".join(words).capitalize() + "."

    def prose(self) -> str:
        return ("" if self.chinese else " ").join(self.sentence() for _ in range(self.dice.randint(1, 4)))

    def formula(self) -> str:
        n = self.dice.randint(2, 40)
        if self.chinese:
            return self.dice.choice(
                [
                    f"违反第{n}条的，由主管机关处以二百元以下罚款，并责令限期改正。",
                    f"第{n}条规定的期限为三十日，自收到通知之日起算，逾期不予受理。",
                ]
            )
        return self.dice.choice(
            [
                f"A person who does not comply with section {n} is liable to a fine that is not above level 3.",
                f"The fee under section {n} is 40 crowns and is to be paid before the end of the month.",
                f"In section {n}, “officer” has the meaning that is given to it in the first schedule.",
                f"Subsection ({n}) does not apply.",
            ]
        )

    def paragraph(self) -> Paragraph:
        at = self.dice.random()
        if at < 0.07:
            return self.new(self.dice.choice(_STANDING_HAN if self.chinese else _STANDING))
        return self.new(self.formula() if at < 0.22 else self.prose())

    def heading(self, n: int) -> Paragraph:
        if self.dice.random() < 0.3:
            return self.new(f"第{n}条" if self.chinese else f"Section {n}", heading=True)
        text = "".join(self.dice.choices(_HAN, k=5)) if self.chinese else " ".join(self.dice.sample(self.words[:80], 2)).title()
        return self.new(text, heading=True)

    def document(self, size: int) -> list[Paragraph]:
        out: list[Paragraph] = []
        section = 0
        while len(out) < size:
            section += 1
            out.append(self.heading(section))
            out += [self.paragraph() for _ in range(self.dice.randint(1, 9))]
        return out[:size]

    # ------------------------------------------------------------------------------------------------------------- edits

    def edit(self, text: list[Paragraph]) -> None:
        """One edit somewhere in ``text``."""
        edits: list[tuple[Callable[[list[Paragraph], int], None], int]] = [
            (self.insert, 24), (self.delete, 16), (self.reword, 20), (self.renumber, 8), (self.repeal, 10),
            (self.split, 7), (self.merge, 6), (self.move, 4), (self.move_section, 4), (self.move_block, 1),
        ]  # fmt: skip
        chosen = self.dice.choices([e for e, _ in edits], [w for _, w in edits])[0]
        chosen(text, self.dice.randrange(len(text)))

    def insert(self, text: list[Paragraph], at: int) -> None:
        text[at:at] = [self.paragraph() for _ in range(self.dice.choice([1, 1, 1, 2, 3]))]

    def delete(self, text: list[Paragraph], at: int) -> None:
        del text[at : at + self.dice.choice([1, 1, 1, 2, 3])]

    def reword(self, text: list[Paragraph], at: int) -> None:
        old = text[at]
        pieces = list(old.text) if self.chinese else old.text.split(" ")
        for _ in range(max(1, len(pieces) // self.dice.choice([5, 12, 40]))):
            pieces[self.dice.randrange(len(pieces))] = self.dice.choice(_HAN if self.chinese else self.words)
        text[at] = Paragraph(old.own, ("" if self.chinese else " ").join(pieces), old.heading)

    def renumber(self, text: list[Paragraph], at: int) -> None:
        """Change one number of the next paragraph that has one: often into the number of its neighbour."""
        for i in range(at, len(text)):
            digits = [n for n, c in enumerate(text[i].text) if c.isdigit()]
            if digits:
                n = self.dice.choice(digits)
                old = text[i]
                changed = str((int(old.text[n]) + self.dice.choice([1, 9])) % 10)
                text[i] = Paragraph(old.own, old.text[:n] + changed + old.text[n + 1 :], old.heading)
                return

    def repeal(self, text: list[Paragraph], at: int) -> None:
        old = text[at]
        text[at] = Paragraph(old.own, (_STANDING_HAN if self.chinese else _STANDING)[0], old.heading)

    def split(self, text: list[Paragraph], at: int) -> None:
        end = "。" if self.chinese else ". "
        for i in range(at, len(text)):
            head, sign, tail = text[i].text.partition(end)
            if tail:
                made_of = (text[i].own,)
                text[i : i + 1] = [self.new((head + sign).strip(), made_of=made_of), self.new(tail, made_of=made_of)]
                return

    def merge(self, text: list[Paragraph], at: int) -> None:
        pair = text[at : at + 2]
        if len(pair) == 2 and not any(p.heading for p in pair):
            joined = ("" if self.chinese else " ").join(p.text for p in pair)
            text[at : at + 2] = [self.new(joined, made_of=tuple(p.own for p in pair))]

    def move(self, text: list[Paragraph], at: int) -> None:
        """Move one paragraph that says something: nobody moves "Spent.", or a heading without its section."""
        while text[at].heading or text[at].text in (*_STANDING, *_STANDING_HAN):
            at = self.dice.randrange(len(text))
        one = text.pop(at)
        text.insert(self.dice.randrange(len(text) + 1), one)

    def move_section(self, text: list[Paragraph], at: int) -> None:
        """Move a heading with all that stands under it to before another heading, or to the end."""
        heads = [i for i, p in enumerate(text) if p.heading] + [len(text)]
        start = max((n for n, i in enumerate(heads[:-1]) if i <= at), default=0)
        section = text[heads[start] : heads[start + 1]]
        del text[heads[start] : heads[start + 1]]
        to = self.dice.choice([i for i, p in enumerate(text) if p.heading] + [len(text)])
        text[to:to] = section

    def move_block(self, text: list[Paragraph], at: int) -> None:
        length = self.dice.randint(2, 12)
        block = text[at : at + length]
        del text[at : at + length]
        to = self.dice.randrange(len(text) + 1)
        text[to:to] = block


def as_document(text: Sequence[Paragraph], language: str) -> Document:
    counts: Counter[str] = Counter()
    segments = []
    for p in text:
        letter, kind = ("h", "heading") if p.heading else ("p", "paragraph")
        counts[letter] += 1
        layers = {language: LayerText.of(p.text)}
        segments.append(Segment.model_validate({"id": f"{letter}{counts[letter]}", "kind": kind, "layers": layers}))
    return Document(id="act-1990", source=Source(id="act-1990", language=language), segments=tuple(segments))


# ----------------------------------------------------------------------------------------------------------------- methods

#: Index in the old version → index in the new one.
Answer = dict[int, int]


def by_number(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Answer:
    """The n-th heading is the n-th heading, the n-th paragraph the n-th paragraph."""
    out: Answer = {}
    for heading in (True, False):
        sides = ([i for i, p in enumerate(side) if p.heading == heading] for side in (old, new))
        out.update(zip(*sides, strict=False))
    return out


def by_likeness(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Answer:
    """The text with the highest similarity, if it is at least half alike; the first of several."""
    scores = process.cdist([p.text for p in old], [p.text for p in new], scorer=fuzz.ratio, dtype=numpy.uint8)
    return {i: int(row.argmax()) for i, row in enumerate(scores) if row.max() >= 50}


def ours(old: Sequence[Paragraph], new: Sequence[Paragraph], language: str) -> tuple[Answer, Reanchoring]:
    made = reanchor(as_document(old, language), as_document(new, language))
    place = {s.id: j for j, s in enumerate(made.new.segments)}
    return {i: place[s.id] for i, s in enumerate(made.old.segments) if s.id in place}, made


class Tally(Counter[str]):
    def judge(self, old: Sequence[Paragraph], new: Sequence[Paragraph], answer: Answer) -> None:
        place = {p.own: j for j, p in enumerate(new)}
        for i, p in enumerate(old):
            j = place.get(p.own)
            if j is not None and new[j].text == p.text:
                self["unchanged"] += 1
                self["right" if answer.get(i) == j else "open" if i not in answer else "wrong"] += 1
            else:
                self["gone"] += 1
                # a reworded paragraph that keeps its id is a decision that nobody was asked for, but not a wrong place
                self["gone, wrong"] += i in answer and answer[i] != j
                self["gone, changed silently"] += i in answer and answer[i] == j

    def line(self, name: str, seconds: float) -> str:
        share = 100 * self["right"] / self["unchanged"]
        return (
            f"{name:<12} {self['unchanged']:>9,} {self['right']:>9,} {share:>9.4f} {self['wrong']:>7,} {self['open']:>6,}"
            f" {self['gone']:>7,} {self['gone, wrong']:>7,} {self['gone, changed silently']:>9,} {seconds:>8.1f}"
        )


def judge_proposals(tally: Counter[str], old: Sequence[Paragraph], new: Sequence[Paragraph], made: Reanchoring) -> None:
    """Whether the best proposal names what a changed paragraph really became."""
    own = {s.id: p for side, text in ((made.old, old), (made.new, new)) for s, p in zip(side.segments, text, strict=True)}
    place = {p.own: p for p in new}
    parts: dict[int, set[int]] = {}
    for p in new:
        for source in p.made_of:
            parts.setdefault(source, set()).add(p.own)
    known = {s.id: p.own for s, p in zip(made.old.segments, old, strict=True)}
    later = {s.id: p.own for s, p in zip(made.new.segments, new, strict=True)}
    for segment in made.removed:
        same = place.get(known[segment])
        if same is not None and same.text == next(q for q in old if q.own == known[segment]).text:
            tally["open"] += 1
            tally["open, proposed"] += any(known[segment] in {later[i] for i in p.new} for p in made.proposals_for(segment))
    for segment in made.removed:
        p = own[segment] if segment not in later else next(q for q in old if q.own == known[segment])
        best = next(iter(made.proposals_for(segment)), None)
        if p.own in place and place[p.own].text != p.text and len(place[p.own].text) > 12:
            kind, wanted = "reworded", {p.own}
        elif p.own in parts:
            kind, wanted = ("split" if len(parts[p.own]) > 1 else "merged"), parts[p.own]
        else:
            continue
        tally[kind] += 1
        tally[f"{kind}, proposed"] += best is not None and {later[i] for i in best.new} == wanted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, default=216_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tallies = {name: Tally() for name in ("pinquote", "numbering", "best-fuzzy")}
    seconds: Counter[str] = Counter()
    proposals: Counter[str] = Counter()
    documents = -(-options.paragraphs // PER_DOCUMENT)
    for number in range(documents):
        chinese = number % 7 == 6
        writer = Writer(options.seed * 1_000_003 + number, chinese)
        old = writer.document(PER_DOCUMENT)
        new = list(old)
        for _ in range(writer.dice.choice([0, 1, 2, 4, 6, 8, 10, 14])):
            writer.edit(new)
        language = "zh" if chinese else "en"
        answers: dict[str, Answer] = {}
        for name, method in (("numbering", by_number), ("best-fuzzy", by_likeness)):
            start = time.process_time()
            answers[name] = method(old, new)
            seconds[name] += time.process_time() - start  # type: ignore[assignment]
        start = time.process_time()
        answers["pinquote"], made = ours(old, new, language)
        seconds["pinquote"] += time.process_time() - start  # type: ignore[assignment]
        judge_proposals(proposals, old, new, made)
        for name, tally in tallies.items():
            tally.judge(old, new, answers[name])
    print(f"{documents:,} documents, {documents * PER_DOCUMENT:,} paragraphs, seed {options.seed}")
    print("method       unchanged     right   right %   wrong   open    gone   wrong  silently   s CPU")
    for name, tally in tallies.items():
        print(tally.line(name, seconds[name]))
    print(f"open      {proposals['open']:>6,}; what it is stands among the proposals:     {proposals['open, proposed']:>6,}")
    for kind in ("reworded", "split", "merged"):
        print(f"{kind:<9} {proposals[kind]:>6,}; the best proposal is what it became: {proposals[f'{kind}, proposed']:>6,}")


if __name__ == "__main__":
    main()
