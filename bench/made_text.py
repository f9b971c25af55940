"""Text made for benchmarks and tests: English and Chinese with the word frequencies of real text, the same for the same seed.

Common words are real ones with the rank-frequency curve of a language (Zipf's law with Mandelbrot's shift); rare ones are made
of syllables, since only their frequency matters here. Sentences have capitals, commas, numbers, quotation marks, dashes and
negations, because these are what quotations are judged by.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from provenance import Document, LayerText, Segment, Source

_COMMON = (
    "the of and to in a that for is was on with as by at from it be are this which not or an have had were but has their "
    "its one all they been more who will would there when if no out so up said what about into than only other new some "
    "could time these two may then do first any my now such like our over man me even most made after also did many before "
    "must through back years where much your way well down should because each just those people how too little state good "
    "very make world still own see men work long get here between both life being under never day same another know while "
    "last might us great old year off come since against go came right used take three river council water town trade"
).split()
_ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl st str t th tr v w".split()
_VOWELS = "a e i o u ai ea ee ie oa ou".split()
_CODAS = "b ck d ft g l ll m n nd ng nt p r rd rn s sh st t th x".split()
_HAN_COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相"
)
_WORDS = 40_000
_HAN_WORDS = 30_000


class MadeText:
    """An endless source of paragraphs in one language."""

    def __init__(self, seed: int, language: str = "en") -> None:
        """``language``: ``en`` or ``zh``."""
        self.language = language
        self._rng = np.random.default_rng(seed)
        # every seed writes the same language and another text
        words = np.random.default_rng(1)
        self._words = _english(words) if language == "en" else _chinese(words)
        frequency = 1 / (np.arange(len(self._words)) + 2.7)
        self._cumulated = np.cumsum(frequency / frequency.sum())

    def paragraphs(self, count: int) -> list[str]:
        """Paragraphs of about 435 characters of English or 150 of Chinese."""
        make = self._english_paragraph if self.language == "en" else self._chinese_paragraph
        return [make() for _ in range(count)]

    def _drawn(self, count: int) -> list[str]:
        at = np.searchsorted(self._cumulated, self._rng.random(count))
        return [self._words[min(i, len(self._words) - 1)] for i in at.tolist()]

    def _english_paragraph(self) -> str:
        sentences = []
        for length in self._rng.integers(9, 26, 4).tolist():
            words = self._drawn(length)
            chance = self._rng.integers(0, 1000, 4).tolist()
            words[0] = words[0].capitalize()
            at = 2 + chance[0] % (length - 4)
            if chance[1] < 250:
                words[at] += ","
            elif chance[1] < 330:
                words[at] = f"“{words[at]}”"
            elif chance[1] < 380:
                words[at] += "’s"
            elif chance[1] < 420:
                words[at] += " —"
            if chance[2] < 300:
                words[at + 1] = (str(1900 + chance[3] % 125), f"{chance[3] / 10:.1f}%", f"{chance[3]},{chance[0]:03}")[
                    chance[2] % 3
                ]
            sentences.append(" ".join(words) + ".")
        return " ".join(sentences)

    def _chinese_paragraph(self) -> str:
        sentences = []
        for length in self._rng.integers(8, 24, 5).tolist():
            words = self._drawn(length)
            chance = self._rng.integers(0, 1000, 3).tolist()
            if chance[0] < 500:
                words[length // 2] += "，"
            if chance[1] < 200:
                words[length // 3] = f"{1950 + chance[2] % 75}年"
            elif chance[1] < 300:
                words[length // 3] = f"“{words[length // 3]}”"
            sentences.append("".join(words) + "。")
        return "".join(sentences)


def _english(rng: np.random.Generator) -> list[str]:
    words = dict.fromkeys(_COMMON)
    while len(words) < _WORDS:
        syllables = int(rng.integers(1, 4))
        parts = (_ONSETS[rng.integers(len(_ONSETS))] + _VOWELS[rng.integers(len(_VOWELS))] for _ in range(syllables))
        words["".join(parts) + _CODAS[rng.integers(len(_CODAS))]] = None
    return list(words)


def _chinese(rng: np.random.Generator) -> list[str]:
    # rarer characters: those that no other form is a variant of are all a simplified text can have
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    rare = [c for c in map(chr, range(0x4E00, 0x9FA5, 5)) if convert(c) == c and c not in _HAN_COMMON]
    characters = [*_HAN_COMMON, *rare]
    chance = 1 / (np.arange(len(characters)) + 5.0)
    chance /= chance.sum()
    words = dict.fromkeys(_HAN_COMMON[:60])
    drawn = rng.choice(len(characters), (2 * _HAN_WORDS, 2), p=chance).tolist()
    for first, second in drawn:
        words[characters[first] + characters[second]] = None
    return list(words)[:_HAN_WORDS]


def documents(texts: MadeText, count: int, each: int = 50, name: str = "made") -> Iterator[Document]:
    """``count`` documents of ``each`` paragraphs, one at a time."""
    for number in range(count):
        identity = f"{name}-{number}"
        layers = (LayerText.of(text) for text in texts.paragraphs(each))
        segments = tuple(Segment(id=f"p{i}", kind="paragraph", layers={texts.language: t}) for i, t in enumerate(layers, 1))
        yield Document(id=identity, source=Source(id=identity, language=texts.language), segments=segments)
