"""Numbers in the data: editions, volumes, pages and locators.

Rules: CSL 1.0.2, "Number", "Choose" (``is-numeric``), "Label" (plural), "Page Ranges" with appendix V. Two conventions of the
CSL data go beyond the specification: an abbreviated locator label inside a value (``12, fig. 3``) is a label, and a hyphen
after a backslash is a hyphen, not the sign of a range.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .locales import Locale

EN_DASH = "–"
#: Abbreviations that announce a locator inside a value, and the CSL locator term each one means.
_LABELS = {
    "art.": "article-locator",
    "bk.": "book",
    "bks.": "book",
    "ch.": "chapter",
    "chs.": "chapter",
    "chap.": "chapter",
    "chaps.": "chapter",
    "col.": "column",
    "cols.": "column",
    "eq.": "equation",
    "eqs.": "equation",
    "fig.": "figure",
    "figs.": "figure",
    "fol.": "folio",
    "fols.": "folio",
    "l.": "line",
    "ll.": "line",
    "n.": "note",
    "nn.": "note",
    "no.": "issue",
    "nos.": "issue",
    "op.": "opus",
    "opp.": "opus",
    "p.": "page",
    "pp.": "page",
    "para.": "paragraph",
    "paras.": "paragraph",
    "pt.": "part",
    "pts.": "part",
    "r.": "rule",
    "sec.": "section",
    "secs.": "section",
    "§": "section",
    "§§": "section",
    "s.v.": "sub-verbo",
    "supp.": "supplement",
    "tbl.": "table",
    "tit.": "title-locator",
    "v.": "verse",
    "vv.": "verse",
    "vol.": "volume",
    "vols.": "volume",
    "¶": "paragraph",
    "¶¶": "paragraph",
}
_LABEL = re.compile(
    r"(?:(?<=^)|(?<=[\s,;(]))(?P<label>"
    + "|".join(re.escape(key) for key in sorted(_LABELS, key=len, reverse=True))
    + r")(?:\s+(?=[\w(])|(?=\d)|(?<=[§¶]))"
)
_ROMAN_DIGITS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_ONES = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_ROMAN = re.compile(r"(?=[mdclxvi])m*(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.I)
#: Hyphens and dashes, escaped for a character class.
_DASHES = r"\-–—‐‑"
#: What is part of no number: the separators, and East Asian characters ("第3版" is a phrase, as "3rd edition" is).
_OUTSIDE = rf"\s,;&{_DASHES}、，；\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af"
#: A number with what may stand before and after it ("D2", "2b", "L2d", "3.1").
_AFFIXED = rf"(?:[^{_OUTSIDE}](?:\\-|[^{_OUTSIDE}])*)?\d(?:\\-|[^{_OUTSIDE}])*"
_NUMBER = re.compile(_AFFIXED)
_LETTERED = re.compile(r"[^\W\d_]*\d+[^\W\d_]*\d*(?:/[^\W\d_]*\d+[^\W\d_]*)*")
_SEPARATOR = re.compile(rf"\s*(?P<sign>(?<!\\)[{_DASHES}]+|,(?!\d{{3}}\b)(?:\s*(?:&|and\b))?|&|\band\b)\s*")
#: Small roman numerals, also several; capitals may be anything: the volume "C", the series "MI".
_ROMANS = re.compile(rf"{_ROMAN.pattern}(?:{_SEPARATOR.pattern.replace('?P<sign>', '?:')}{_ROMAN.pattern})*")


def roman(number: int) -> str:
    """A number from 1 to 3999 in lower-case roman numerals, any other in digits."""
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, letters in (*_ROMAN_DIGITS, *_ROMAN_ONES):
        while number >= value:
            out += letters
            number -= value
    return out


@dataclass(frozen=True, slots=True)
class Number:
    """The value of a number variable.

    ``numbers`` and ``signs`` alternate, a number first; a sign is ``-``, ``–``, ``,``, ``&``, ``and``, ``,&`` or ``,and``. Both
    are empty where the value is not numeric.
    """

    text: str
    numbers: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()

    @classmethod
    def parse(cls, value: str | int | float) -> Number:
        """Read a value; whatever it is, ``text`` keeps it."""
        return _parsed(str(value).strip())

    @property
    def is_numeric(self) -> bool:
        """Whether it consists of numbers only, which may have letters about them: D2, 2b, 1st-3rd, xii ("Choose", is-numeric).

        Marks inside a number, as in 3209.1 or arXiv:1112.6136, make it a name.
        """
        if not self.numbers:
            return _ROMANS.fullmatch(self.text) is not None
        return all(_LETTERED.fullmatch(number.replace("\\-", "")) for number in self.numbers)

    @property
    def is_plural(self) -> bool:
        """Whether it holds more than one number ("Label", plural)."""
        return len(self.numbers) > 1 if self.numbers else locator_is_plural(self.text)

    @property
    def is_labelled(self) -> bool:
        """Whether it is no number as a whole, but begins with one and goes on with an abbreviated label (``7, p. 3-8``)."""
        return not self.numbers and _before_label(self.text) is not None

    @property
    def value(self) -> int | None:
        """The number, where there is just one and it has no affixes."""
        return int(self.numbers[0]) if len(self.numbers) == 1 and self.numbers[0].isdecimal() else None

    def label_is_plural(self, variable: str) -> bool:
        """Whether the label of ``variable`` is in the plural: by the value for ``number-of-…``, else by how many numbers."""
        if variable.startswith("number-of-"):
            return self.value != 1 if self.value is not None else self.is_plural
        return self.is_plural


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Number:
    numbers: list[str] = []
    signs: list[str] = []
    at = 0
    while found := _NUMBER.match(text, at):
        numbers.append(found.group())
        at = found.end()
        if at == len(text):
            return Number(text, tuple(numbers), tuple(signs))
        sign = _SEPARATOR.match(text, at)
        if sign is None:
            break
        mark = sign["sign"]
        signs.append(EN_DASH if mark == EN_DASH else "-" if mark[0] in _DASHES else re.sub(r"\s", "", mark))
        at = sign.end()
    return Number(text)


def render(number: Number, form: str, locale: Locale, gender: str | None = None) -> str:
    """A number variable as ``cs:number`` shows it.

    ``form``: numeric, ordinal, long-ordinal or roman. Numbers with affixes keep their form; a value that is not numeric is
    given as it is, except that a numeric beginning before an abbreviated label is a number of its own (``7, p. 3-8``).
    """
    if number.numbers:
        return _written(number, form, locale, gender)
    if split := _before_label(number.text):
        first, between, rest = split
        return _written(first, form, locale, gender) + between + locator(rest, locale)
    return number.text.replace("\\-", "-")


def _before_label(text: str) -> tuple[Number, str, str] | None:
    """The number before the first abbreviated label inside a value, what stands between, and the rest from the label on."""
    found = _LABEL.search(text)
    if not found or not found.start():
        return None
    head = text[: found.start()]
    bare = head.rstrip(" ,;")
    first = _parsed(bare)
    return (first, head[len(bare) :], text[found.start() :]) if first.numbers else None


def _written(number: Number, form: str, locale: Locale, gender: str | None) -> str:
    between = {
        "-": page_range_delimiter(locale),
        ",": ", ",
        "&": f" {locale.term('and', 'symbol') or '&'} ",
        ",&": f", {locale.term('and', 'symbol') or '&'} ",
        "and": " and ",
        ",and": ", and ",
    }
    out = [_formed(number.numbers[0], form, locale, gender)]
    for sign, before, one in zip(number.signs, number.numbers, number.numbers[1:], strict=False):
        dotted = sign == "-" and ("." in before or "." in one)  # numbered by chapter: 1.1-1.36
        out += (sign if dotted else between.get(sign, sign), _formed(one, form, locale, gender))
    return "".join(out)


def _formed(one: str, form: str, locale: Locale, gender: str | None) -> str:
    if not (one.isascii() and one.isdecimal()) or form == "numeric" or len(one) > 9 or one.startswith("0"):
        return one.replace("\\-", "-")
    if form == "roman":
        return roman(int(one))
    return locale.ordinal(int(one), form, gender) if form in ("ordinal", "long-ordinal") else one


def page_range_delimiter(locale: Locale) -> str:
    """The sign between the first and the last page, an en dash unless the locale has another."""
    return locale.term("page-range-delimiter") or EN_DASH


# Pages and locators

_END = rf"(?:{_AFFIXED}|{_ROMAN.pattern}(?![^\W\d_]))"
#: These three patterns are costly to compile and needed for values with a dash or a list sign only.
_RANGE = rf"(?<![^\s,;&(\[])(?P<first>{_END})\s*(?<!\\)(?:[-–‐‑]+|(?<=\d)—+(?=\d))\s*(?P<last>{_END})(?![^\s,;:&.)\]])"
_LIST = rf"\s*(?:{_END})\s*(?:,(?!\d{{3}}\b)|&|\band\b|,\s*(?:&|and\b))\s*(?:{_END})\s*(?=$|[,;&).]|and\b)"
_SPAN = rf"\s*{_END}\s*(?<!\\)[{_DASHES}]+\s*{_END}"
_MAY_RANGE = re.compile(f"[{_DASHES}]")
_MAY_LIST = re.compile(f"[{_DASHES},&]|and", re.I)
_AFFIX_AND_DIGITS = re.compile(r"(?P<prefix>.*?)(?P<digits>\d+)", re.S)


def page_range(text: str, format: str | None = None, delimiter: str = EN_DASH) -> str:
    """All page ranges in a text, written in one way ("Page Ranges", appendix V).

    ``format``: None (digits as they are), expanded, minimal, minimal-two, chicago, chicago-15 (the same) or chicago-16.
    Ends that are not of one kind (``n11564-1568``) are no range, and keep their hyphen; where a format is asked for, so do those
    of which one is no number, and always those with a point in them (``1.1-1.36``).
    """
    if _MAY_RANGE.search(text) is None:
        return text
    ranges = _compiled(_RANGE)
    return ranges.sub(lambda found: _one_range(found["first"], found["last"], format, delimiter), text).replace("\\-", "-")


@lru_cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


def _one_range(first: str, last: str, format: str | None, delimiter: str) -> str:
    start, end = _AFFIX_AND_DIGITS.fullmatch(first), _AFFIX_AND_DIGITS.fullmatch(last)
    if "." in first or "." in last:
        return f"{first}-{last}"  # pages numbered by chapter: 1.1-1.36
    if format is None:
        one_kind = not start or not end or start["prefix"] == end["prefix"]
        return f"{first}{delimiter if one_kind else '-'}{last}"
    if not start or not end:
        roman_both = _ROMAN.fullmatch(first) and _ROMAN.fullmatch(last)
        return f"{first}{delimiter if roman_both else '-'}{last}"
    if start["prefix"] != end["prefix"]:
        return f"{first}-{last}"
    low, high = start["digits"], end["digits"]
    if len(high) < len(low):
        high = low[: len(low) - len(high)] + high
    short = _shortened(low, high, format)
    return f"{first}{delimiter}{start['prefix'] if short == high else ''}{short}"


def _shortened(low: str, high: str, format: str) -> str:
    """The digits of the last page that are written."""
    if format == "expanded" or len(low) != len(high) or int(low) > int(high):
        return high
    changed = len(high) - next((at for at, (a, b) in enumerate(zip(low, high, strict=True)) if a != b), len(high) - 1)
    if format == "minimal":
        return high[-changed:]
    if format == "minimal-two":
        return high[-max(changed, 2) :]
    if format in ("chicago", "chicago-15", "chicago-16"):
        return _chicago(low, high, changed, format)
    return high


def _chicago(low: str, high: str, changed: int, format: str) -> str:
    """The Chicago Manual of Style: 9.60 of the 15th edition, 9.61 of the 16th to 17th, as appendix V of CSL 1.0.2 has it."""
    number = int(low)
    if number < 100 or number % 100 == 0:
        return high
    if format != "chicago-16" and len(low) == 4 and changed >= 3:
        return high  # only the 15th edition writes all four digits where three change
    return high[-changed:] if number % 100 < 10 else high[-max(changed, 2) :]


def page_first(text: str) -> str:
    """The first page of a range or list, for the variable ``page-first``."""
    _, rest = split_label(text)
    found = _FIRST.match(rest)
    return found.group().replace("\\-", "-") if found else ""


_FIRST = re.compile(rf"(?:\\-|,(?=\d{{3}}\b)|[^,;&{_DASHES}])*[^\s,;&{_DASHES}]")


def locator_is_plural(text: str) -> bool:
    """Whether the label of a locator or of pages is in the plural: more than one number before the next label."""
    _, rest = split_label(text)
    found = _LABEL.search(rest)
    head = rest[: found.start()].rstrip(" ,;") if found else rest
    if _MAY_LIST.search(head) is None:
        return False
    return bool(_compiled(_SPAN).match(head) or _compiled(_LIST).match(head))


def split_label(text: str) -> tuple[str | None, str]:
    """The locator term that a leading abbreviation names, and the rest: ``vol. 1, fol. 3`` → ``volume``, ``1, fol. 3``."""
    text = text.strip()
    found = _LABEL.match(text)
    return (_LABELS[found["label"]], text[found.end() :]) if found else (None, text)


def locator(text: str, locale: Locale, format: str | None = None, sign: str | None = None) -> str:
    """Pages or a locator as they are shown: ranges, "&" and abbreviated labels as the locale writes them.

    ``sign`` stands between the ends of a range, for which pages have the sign of the document's language.

    A leading label is shown too; take it off with :func:`split_label` where a ``cs:label`` shows it.
    """
    if sign is None:
        sign = locale.page_sign or page_range_delimiter(locale)
    out: list[str] = []
    at = 0
    matches = list(_LABEL.finditer(text))
    for index, found in enumerate(matches):
        out.append(_numbers_in(text[at : found.start()], locale, format, sign))
        at = found.end()
        rest = text[at : matches[index + 1].start() if index + 1 < len(matches) else len(text)]
        name = _LABELS[found["label"]]
        term = locale.term(name, "symbol" if "§" in found["label"] or "¶" in found["label"] else "short", locator_is_plural(rest))
        out.append(f"{term or found['label']}{text[found.end('label') : at] or ' '}")
    out.append(_numbers_in(text[at:], locale, format, sign))
    return "".join(out)


def written(text: str, variable: str, locale: Locale) -> str:
    """A number variable other than pages and locators as ``cs:text`` shows it; an en dash in it stays.

    The number of a standard or report, and so an edition and a version, may be a name, whose dash is no range: GB/T 7714-2015.
    """
    if variable in ("edition", "number", "version") and not Number.parse(text).is_numeric:
        return text.replace("\\-", "-")
    sign = page_range_delimiter(locale)
    return EN_DASH.join(locator(part, locale, sign=sign) for part in text.split(EN_DASH))


def _numbers_in(text: str, locale: Locale, format: str | None, sign: str) -> str:
    # an en dash between what is no number, as in 序2–3, is a hyphen
    text = page_range(text, format, "\0").replace(EN_DASH, "-").replace("\0", sign)
    symbol = locale.term("and", "symbol") or "&"
    return re.sub(r"(?<=[\w.])(,?)\s*&\s*(?=\w)", lambda found: f"{found[1]} {symbol} ", text)
