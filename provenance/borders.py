"""Borders: where in a folded text a quotation may not begin or end, because the cut would leave another word or number.

A number reaches over its separators, its sign, bound or currency (<5%, "less than 5%", 低于5%, dollars), its ``%``, what
multiplies it (million, 万, "tens of", 数十), the words of a number in words (twenty-five, three quarters), an ordinal's 第 and
the other end of a range (10–15, "10 to 15"). A hyphen does not bind words ("China-Latin America" may be quoted from "Latin").
A Chinese question keeps its 吗.
"""

from __future__ import annotations

import re

from .folding import DASH, EN_DASH, MARKER, MINUS, SEGMENT, SOFT_BREAK, WORDLESS
from .scripts import HAN, KANA_HANGUL

_EAST_ASIAN = re.compile(f"[{HAN}{KANA_HANGUL}]")
_NUMERALS = frozenset("〇零一二两兩三四五六七八九十百千万萬亿億兆廿卅")
_NUMERAL = f"[{''.join(sorted(_NUMERALS))}]"
#: How much text on either side of a place is looked at.
REACH = 32

_UNIT = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TEEN = r"(?:zero|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)"
_TY = r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
_MAGNITUDE = r"(?:dozens?|hundreds?|thousands?|millions?|billions?|trillions?)"
_CARDINAL = rf"(?:{_UNIT}|{_TEEN}|{_TY}|{_MAGNITUDE})"
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teenth|(?:twen|thir|for|fif|six|seven|eigh|nine)tieth"
    r"|hundredth|thousandth|millionth|billionth)"
)
_FRACTION = r"(?:thirds|quarters|halves|fourths|fifths|sixths|sevenths|eighths|ninths|tenths|hundredths)"
_PERCENT = r"(?:percent|per cent|percentage|pct)"
_CURRENCY = (
    r"(?:(?:U\.?S\.?|American|Hong Kong) ?)?(?:dollars|yuan|renminbi|RMB|euros?|pounds|yen|roubles|rubles|reais|pesos|rupees)"
)
#: A number as a bound, a range or an approximation has it: with its currency, in digits or in words.
_NUMBER = (
    rf"(?:(?:US|HK|NT|RMB|USD|CNY|EUR|GBP|JPY) ?)?(?:[$€£¥₩₹₽]?\d|{_CARDINAL}\b"
    rf"|(?:an? )?(?:half|third|quarter|fifth|tenth|dozen)\b|an? {_MAGNITUDE}\b)"
)
#: A number with what may belong to it, up to the word that joins it to another.
_AMOUNT = rf"(?<![\w.,])(?:US|HK|RMB)?[$€£¥]?\d[\d.,]*(?: ?(?:%|{_PERCENT}|{_MAGNITUDE}|{_CURRENCY})){{0,2}}"
_MORE_OR_LESS = r"(?:less|fewer|more|greater|lower|higher|larger|smaller|longer|shorter|later|earlier)"
#: What bounds the number behind it.
_BOUND = (
    rf"(?:{_MORE_OR_LESS} than|at (?:the )?(?:least|most)|up to|as (?:many|much|few|little|high|low|late|early) as"
    r"|over|under|above|below|exceed(?:s|ed|ing)?|upwards of|in excess of|close to|nearly|almost)"
)
#: What another word of the same number can be.
_MORE = rf"{_CARDINAL}|{_ORDINAL}|{_FRACTION}|{_PERCENT}|{_CURRENCY}"
_HAN_CURRENCY = "(?:美|欧|歐|日|港|韩|韓|澳|加|新台)?元|人民币|人民幣|英镑|英鎊|卢布|盧布|里拉|比索"

#: What may stand between a number and its bound, or the other end of its range.
_HAN_MEASURES = "(?:[%‰年月日号號时時点點分岁歲个個家人名次国國万萬亿億千百元米吨噸]|百分[点點]){0,4}"
_HAN_TO = f"(?:至|到|-|~|{DASH}|{EN_DASH}|{MINUS})"

#: Pairs of what stands before and behind a place that lies inside one number; both are anchored at the place.
_NUMBER_CUTS = tuple(
    (re.compile(f"(?:{left})$", re.I), re.compile(right, re.I))
    for left, right in (
        (r"\d", rf"[.,:/]\d|/[a-z]|%|‰|°|%?-\d| ?(?:{_MAGNITUDE}|{_PERCENT}|{_CURRENCY})\b"),
        (r"\d[.,:/]|\d%?-", r"\d"),
        (rf"[{MINUS}+±<>≤≥≈~$€£¥￥₩₹₽负負]", r"\d"),
        (r"\b(?:RMB|CNY|USD|EUR|GBP|JPY|HKD|minus|negative|plus) ?", rf"\d|{_CARDINAL}\b"),
        (r"\d(?: per)?|per", r" cent\b"),
        (r"\d ?(?:percent|percentage)|percentage", r" points?\b"),
        # "10 to 15 percent" is one quantity, "from 12 to 9 percent" are two; no year stands for the years from another
        (rf"(?<!from )(?<!from \$)(?<!in ){_AMOUNT}", r" ?to [$€£¥]?\d"),
        (rf"(?<!from )(?<!from \$)(?<!in ){_AMOUNT} ?to ", r"[$€£¥]?\d"),
        (rf"\bbetween {_AMOUNT}|\bbetween {_CARDINAL}", r" ?and (?:[$€£¥]?\d|" rf"{_CARDINAL}\b)"),
        (rf"\bbetween (?:{_AMOUNT}|{_CARDINAL}) ?and ", rf"[$€£¥]?\d|{_CARDINAL}\b"),
        (r"\bfrom (?:\w+ )?\d{4} (?:to|until|through) (?:\w+ )?", r"\d{4}\b"),
        # 10 000, grouped with a space
        (r"(?<![\d.,])\d{1,3}(?: \d{3})*", r" \d{3}(?!\d)"),
        (r"(?<![\d.,])\d{1,3}(?: \d{3})* ", r"\d{3}(?!\d)"),
        # the bound of a number, as < is, before it or behind it
        (rf"\b{_BOUND} ?", rf" ?{_NUMBER}"),
        (rf"\b{_MORE_OR_LESS} ", rf"than ?{_NUMBER}"),
        (r"\bat ", rf"(?:the )?(?:least|most) ?{_NUMBER}"),
        (r"\bup ", rf"to ?{_NUMBER}"),
        (
            rf"(?:\d[\d.,]*%?|\b{_CARDINAL})(?: [^\W\d]+)?",
            rf" ?(?:or|and) (?:{_MORE_OR_LESS}|over|above|under|below|older|younger)\b",
        ),
        (rf"(?:\d|\b{_CARDINAL})[ -]?", r"[ -]?(?:times|fold)\b"),
        (r"\ban? ", r"(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth) of\b"),
        # numbers in words
        (rf"\b{_CARDINAL}[- ]?|\b(?:hundred|thousand|million) and ", rf"(?:{_MORE})\b"),
        (rf"\b{_CARDINAL}", rf"[- ](?:{_MORE}|point {_UNIT})\b"),
        (r"\b(?:hundred|thousand|million)", rf" and {_CARDINAL}\b"),
        (rf"\b{_CARDINAL} point ?", rf" ?{_UNIT}\b"),
        (r"\bone[- ]|\bone", r"[- ]?(?:half|third|quarter)\b"),
        (r"\b(?:half|quarter) an? ?|\b(?:half|quarter) ", r"(?:an? )?(?:dozen|hundred|thousand|million|billion|trillion)\b"),
        (r"\b(?:tens|dozens|scores|hundreds|thousands|millions|billions) of ", r"(?:thousands|millions|billions|trillions)\b"),
        (r"\b(?:tens|dozens|scores|hundreds|thousands|millions|billions)", r" of (?:thousands|millions|billions|trillions)\b"),
    )
)  # fmt: skip
_HAN_NUMBER_CUTS = tuple(
    (re.compile(f"(?:{left})$"), re.compile(right))
    for left, right in (
        # its magnitude, its currency, its share
        (rf"\d|{_NUMERAL}", rf"[十百千万萬亿億兆]|{_HAN_CURRENCY}"
                            r"|[多余餘几幾]|倍|成(?![立为為了员員功果本都就长長])|折|个(?:百)?分?点|個(?:百)?分?點|百分[点點]|[点點](?=[一二三四五六七八九零〇])"),
        (_NUMERAL, rf"{_NUMERAL}|分之|(?:至|到)(?={_NUMERAL})"),
        (rf"(?<![从從由自]){_NUMERAL}(?:至|到)|{_NUMERAL}[点點]", _NUMERAL),
        # both ends of a range, whether or not both have the unit; no year stands for the years from another
        (rf"(?<![从從由自\d.,])\d[\d.,]*{_HAN_MEASURES}", rf"{_HAN_TO}\d"),
        (rf"(?<![从從由自\d.,])\d[\d.,]*{_HAN_MEASURES}{_HAN_TO}|\d{{4}}年?{_HAN_TO}", r"\d"),
        (rf"(?<![从從由自]){_NUMERAL}[年月日岁歲个個倍成级級]", rf"{_HAN_TO}{_NUMERAL}"),
        (rf"(?<![从從由自]){_NUMERAL}[年月日岁歲个個倍成级級]{_HAN_TO}", _NUMERAL),
        # a bound behind it
        (rf"(?:\d|{_NUMERAL})[^\W\d_]{{0,3}}%?", r"以[上下内內]|之[内內]|左右|上下(?![级級文])|开外|開外|有余|有餘|不等"),
        (r"[多余餘几幾数數][十百千万萬亿億]*", r"[十百千万萬亿億]"),
        (r"(?:\d|[十百千万萬亿億])[多余餘几幾]", rf"[十百千万萬亿億]|{_HAN_CURRENCY}"),
        # its sign and bound, its ordinal, its denominator
        (r"[第负負]|零下|分之|低于|低於|高于|高於|超过|超過|少于|少於|多于|多於|大于|大於|小于|小於|早于|早於|晚于|晚於|不到|不足|不止|不满|不滿|不及|未满|未滿"
         r"|至少|最多|至多|最少|多达|多達|高达|高達|长达|長達|将近|將近|接近|逾|(?<![附最远遠])近",
         rf"\d|{_NUMERAL}"),
        (r"百", rf"分之(?:\d|{_NUMERAL})"),
        (r"分", rf"之(?:\d|{_NUMERAL})"),
        (r"个|個", r"百分[点點]"),
        (r"百|个百|個百", r"分[点點]"),
        (r"分", r"[点點]"),
        (r"美|欧|歐|港|日", r"元"),
    )
)  # fmt: skip


def cuts_token(text: str, at: int) -> bool:
    """Whether position ``at`` of a folded text lies inside a word or number, so that no quotation may begin or end there.

    Before a space and behind it is one place: "5.25 | percent" is cut on either side.
    """
    if not 0 < at < len(text):
        return False
    other = at - 1 if text[at - 1] == " " else at + 1 if text[at] == " " else at
    return _cuts(text, at) or (other != at and 0 < other < len(text) and _cuts(text, other))


def is_space(text: str, at: int) -> bool:
    """Whether a space of a folded text begins or ends at position ``at``."""
    return " " in text[max(0, at - 1) : at + 1]


def _cuts(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if before in WORDLESS or after in WORDLESS:
        # a marker or a segment's edge ends a word; a hyphen at a line's end stands inside one
        return SOFT_BREAK in (before, after)
    if _letter(before) and _letter(after):
        return True
    right = text[at : at + REACH]
    if _letter(before) and after == "'" and len(right) > 1 and _letter(right[1]) and right[1].isalpha():
        return True
    if before == "'" and _letter(after) and at > 1 and _letter(text[at - 2]) and text[at - 2].isalpha():
        return True
    if after in "吗嗎":
        return True
    left = re.split(f"[{MARKER}{SEGMENT}]", text[max(0, at - REACH) : at])[-1]
    return _cuts_number(left, right)


_MEASURE = re.compile(
    r"[个個家名年月日号號次项項位条條艘册冊本台座只隻种種类類人户戶场場度倍成折点點分时時小天周週里米公吨噸升克斤亩畝页頁章节節组組批届屆国國省市县縣村]"
)


def reads_as_number(before: str, after: str) -> bool:
    """Whether digits between these texts, which stand for a footnote marker, would be read as a number of the sentence.

    "in 3 cases" and 三 in Arabic digits before a measure word (3家公司) would; "fell.3 In" and "增长。3同年" would not.
    """
    if before[-1:].isspace():
        return not (before.rstrip()[-1:] in ".!?”’\"'" and after.lstrip()[:1].isupper())
    if not _EAST_ASIAN.match(after[:1]):
        return not before
    return _EAST_ASIAN.match(before[-1:]) is not None or _MEASURE.match(after) is not None


def _cuts_number(left: str, right: str) -> bool:
    pairs = _HAN_NUMBER_CUTS if _EAST_ASIAN.match(right) or _EAST_ASIAN.match(left[-1]) else _NUMBER_CUTS
    return any(behind.match(right) and before.search(left) for before, behind in pairs)


def _letter(c: str) -> bool:
    return c.isalnum() and not _EAST_ASIAN.match(c)
