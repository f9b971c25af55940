"""Whether a name in Latin letters is a Chinese name in Hanyu Pinyin: Feng Yujun, Ouyang Ming, but not John Smith.

Syllables are those of ISO 7098:2015; a family name has one, or is one of the compound family names, a given name has one or
two. Other romanizations (Wade-Giles, Cantonese) share too many forms with European names to be told from them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

#: Finals by initial; ü is written u, as in passports and after diacritics are taken off (also yu: Lyu).
_FINALS = {
    "": "a ai an ang ao e ei en eng er o ou",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan ue uo yu",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan ue un uo yu",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing o ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
}
#: Compound family names in use.
_COMPOUND = frozenset(
    """chanyu dongfang dongguo duanmu gongsun gongxi guliang huangfu linghu moqi murong nangong ouyang puyang shangguan
    shentu sima situ sikong taishi tantai tuoba weichi wenren xiahou ximen xianyu xuanyuan yuchi yuwen zhangsun zhongli
    zhuge zongzheng""".split()
)
_SEPARATORS = re.compile(r"[\s'’‘ʼ-]+")


def is_pinyin_name(name: Mapping[str, Any]) -> bool:
    """Whether ``family`` and ``given`` of a CSL-JSON name both read as pinyin."""
    family, given = _letters(name.get("family")), _letters(name.get("given"))
    if not family or not given or name.get("non-dropping-particle") or name.get("dropping-particle"):
        return False
    one = _syllable()
    is_family = re.fullmatch(one, family) is not None or family in _COMPOUND
    return is_family and re.fullmatch(f"{one}(?:{one})?", given) is not None


def _letters(value: Any) -> str:
    """A part of a name in small letters, without tone marks and separators."""
    base = unicodedata.normalize("NFD", str(value or "").lower())
    return _SEPARATORS.sub("", "".join(c for c in base if not unicodedata.combining(c)))


@cache
def _syllable() -> str:
    """A pattern of one syllable."""
    return "(?:" + "|".join(f"{initial}(?:{finals.replace(' ', '|')})" for initial, finals in _FINALS.items()) + ")"
