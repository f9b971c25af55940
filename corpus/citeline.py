"""The line under "Cite This Page": who wrote, what it is called, who published it and when, as the page itself says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance import Agent, Name, body
from provenance.names import script_of
from provenance.scripts import is_east_asian, is_han

_MONTHS = "january february march april may june july august september october november december".split()
_DATE = re.compile(r"(?:(?P<month>[A-Z][a-z]+)\.?\s+(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+)?)?(?P<year>\d{4})\.?")
_LINE = re.compile(
    r'(?:(?P<authors>.+?)[.,]\s+)?["“](?P<title>.+)["”](?:\s*[.,]){0,2}\s*(?P<container>[^,"”]+?)'
    r"(?:,\s+original work published(?:\s+in\s+(?P<publisher>.+?))?)?"
    r"(?:,?\s+(?P<date>(?:[A-Z][a-z]+\.?\s+(?:\d{1,2},\s+)?)?\d{4}))?\.?"
)
_TITLE = re.compile(r"(?P<main>.+?)\s*[\[［](?P<other>[^\[\]［］]+)[\]］]\s*")
_BOTH = re.compile(r"(?P<one>[^()（）\[\]]+?)\s*[(（\[](?P<two>[^()（）\[\]]+)[)）\]]")
#: Words that only the name of a body has.
_BODY_WORDS = re.compile(
    r"\b(?:Academy|Agency|Association|Bank|Bureau|Cent(?:er|re)|Commission|Committee|Company|Corporation|Council|Department"
    r"|Foundation|Government|Institut[eo]?|Institution|Laboratory|Library|Ministry|Museum|Network|Office|Organi[sz]ation|Press"
    r"|Project|School|Secretariat|Society|Trust|Union|University|Université|Universität)s?\b"
)
_HAN_BODY = re.compile(
    r".{2,}(?:部|院|所|局|委员会|委員會|中心|大学|大學|办公室|辦公室|研究会|研究會|协会|協會|学会|學會|出版社|通讯社|银行|图书馆|圖書館)"
)
#: Chinese surnames of two characters that are still borne; every other Chinese surname has one.
_DOUBLE_SURNAMES = frozenset(
    "欧阳 歐陽 太史 端木 上官 司马 司馬 东方 東方 独孤 獨孤 南宫 南宮 夏侯 诸葛 諸葛 尉迟 尉遲 公羊 赫连 赫連 澹台 澹臺 皇甫 "
    "濮阳 濮陽 公冶 申屠 公孙 公孫 慕容 钟离 鍾離 长孙 長孫 宇文 司徒 鲜于 鮮于 司空 闾丘 令狐 呼延 东郭 東郭 南门 南門 微生 "
    "西门 西門 左丘 百里 第五 即墨 达奚 達奚".split()
)


@dataclass(frozen=True)
class CiteLine:
    """What a cite line says; a part it does not give is empty or None."""

    authors: tuple[Agent, ...]
    title: str
    other_title: str | None
    container: str
    publisher: Agent | None
    date: str | None


def parse_cite_line(line: str) -> CiteLine | None:
    """The facts of ``AUTHORS. "TITLE [其他标题]". CONTAINER, original work published in PUBLISHER [出版者], DATE``.

    None when the line has not that form. The date comes back as EDTF.
    """
    found = _LINE.fullmatch(" ".join(line.split()))
    if not found:
        return None
    # American style has the stop inside the quotation marks
    whole = re.sub(r"(?<=[^.])[.,]$", "", found["title"])
    title = _TITLE.fullmatch(whole)
    other = title["other"] if title and is_east_asian(title["other"]) else None
    return CiteLine(
        authors=parse_authors(found["authors"] or ""),
        title=title["main"] if title and other else whole,
        other_title=other,
        container=found["container"].strip(),
        publisher=parse_body(found["publisher"]) if found["publisher"] else None,
        date=parse_date(found["date"]) if found["date"] else None,
    )


def parse_date(text: str) -> str | None:
    """``August 5, 2023`` → ``2023-08-05``; ``August 2023`` → ``2023-08``; ``2023`` → ``2023``; None for anything else."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return None
    if not found["month"]:
        return found["year"]
    number = next((i for i, m in enumerate(_MONTHS, 1) if m.startswith(found["month"].lower()[:3])), None)
    if number is None or not _MONTHS[number - 1].startswith(found["month"].lower()):
        return None
    return f"{found['year']}-{number:02}" + (f"-{int(found['day']):02}" if found["day"] else "")


def parse_authors(text: str) -> tuple[Agent, ...]:
    """``曹廷 (Cao Ting), 程弋洋 (Cheng Yiyang)`` → agents; commas, ``;``, ``、`` and ``and`` separate them."""
    parts = re.split(r"\s*(?:[,;，；、]|\band\b|&)\s*(?![^(（\[]*[)）\]])", text)
    return tuple(parse_person(part.strip()) for part in parts if part.strip())


def parse_person(text: str) -> Agent:
    """One author: ``曹廷 (Cao Ting)``, ``Cao Ting (曹廷)``, ``曹廷``, or a Latin name by itself, which is kept whole.

    Where both forms stand, the romanized one is split by the Chinese one: family first. A Latin name alone may be a body's
    or in either order, so it is not split.
    """
    if is_body_name(text):
        return parse_body(text)
    both = _BOTH.fullmatch(text)
    if both:
        one, two = both["one"].strip(), both["two"].strip()
        han, latin = (one, two) if is_han(one) else (two, one)
        if is_han(han) and not is_han(latin):
            return _bilingual(han, latin)
    if is_han(text) and script_of(text) == "Hani" and len(text) <= 4 and text.isalpha():
        return Agent(names=(_han_name(text),))
    return Agent(names=(Name(literal=text),))


def is_body_name(text: str) -> bool:
    """Whether a name says by a word in it that it is a body's: Institute, Ministry, 研究院, 部 …"""
    return _BODY_WORDS.search(text) is not None or _HAN_BODY.fullmatch(re.split(r" ?[(（\[]", text)[0]) is not None


def parse_body(text: str) -> Agent:
    """``Fudan University … [复旦大学…]`` → an organization with a name in each script."""
    both = _BOTH.fullmatch(text.strip())
    return body(both["one"].strip(), both["two"].strip()) if both else body(text.strip())


def _bilingual(han: str, latin: str) -> Agent:
    """A person with a Han name of two to four characters and as many syllables in pinyin; otherwise a body."""
    words = latin.replace("’", "'").split()
    if len(han) > 4 or not 2 <= len(words) <= 4 or not han.isalpha():
        return body(han, latin)
    name = _han_name(han)
    if "," in latin:
        family, _, given = latin.partition(",")
    elif len(name.family or "") == 2 and len(words) > 2 and len(words[0]) <= 4:
        # a double surname written as two words: "Ou Yang Xiu"
        family, given = " ".join(words[:2]), " ".join(words[2:])
    else:
        family, given = words[0], " ".join(words[1:])
    return Agent(names=(name, Name(family=family.strip(), given=given.strip())))


def _han_name(han: str) -> Name:
    cut = 2 if len(han) > 2 and han[:2] in _DOUBLE_SURNAMES else 1
    return Name(family=han[:cut], given=han[cut:]) if len(han) > 1 else Name(literal=han)
