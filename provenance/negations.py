"""Negations: which words deny, and whether a quotation's ends cut a denial away.

What is read here is folded text (:mod:`provenance.folding`): after a punctuation mark there is no space. The rule behind every
list: what a reader of the quotation alone would take for asserted must not be denied by words of the same clause that were
left out. Where only grammar could decide, the answer is the one that warns.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from .folding import DASH, EN_DASH, MARKER, SEGMENT
from .scripts import HAN
from .tokens import TOKEN

_NEGATIONS = frozenset(
    (
        "not no never none nor neither cannot without nothing nobody nowhere hardly scarcely barely seldom rarely unless "
        "unlikely impossible unable unwilling lack lacks lacked lacking non"
    ).split()
)
_NEGATIVE_VERB = re.compile(
    r"fail(?:s|ed|ing|ure)?|refus(?:e|es|ed|ing|al)|den(?:y|ies|ied|ying|ial)|prevent(?:s|ed|ing)?|reject(?:s|ed|ing|ion)?"
    r"|prohibit(?:s|ed|ing|ion)?|forbid(?:s|den|ding)?|forbade|bann(?:ed|ing)|refrain(?:s|ed|ing)?|abstain(?:s|ed|ing)?"
    r"|avoid(?:s|ed|ing)?|oppos(?:es?|ed|ing|ition)|preclud(?:es?|ed|ing)|neglect(?:s|ed|ing)?|absen(?:t|ce)|incapable"
)
#: What makes an exception of the words behind it.
_EXEMPT = r"except(?:ing)?|excluding|barring|other than|(?:apart|aside) from|with the (?:\w+ )?exceptions? of"
_EXCEPTION = rf"{_EXEMPT}|rather than|instead of|as opposed to"
_ONLY_IF = r"only (?:if|when|after|once|where|until)"
#: What calls a statement untrue; in front of a clause also what leaves it open.
_UNTRUE = re.compile(
    r"false(?:ly|hoods?)?|untrue|wrong(?:ly)?|incorrect(?:ly)?|mistaken(?:ly)?|baseless|groundless|unfounded|unproven"
    r"|disprove[sdn]?|refute[sd]?|debunk(?:s|ed)?|myths?|illusions?|nonsense|doubt(?:s|ed|ful)?",
    re.I,
)
_OPEN = re.compile(r"unclear|unknown|premature|lie[sd]?|disput(?:e|es|ed)|pretend(?:s|ed)?|fiction|rumou?rs?", re.I)
#: Negations of more than one word, and a negative prefix before a hyphen ("un-American", but not "UN-backed").
_NEGATIVE_PHRASE = re.compile(
    rf"\b(?:[Ff]ar from|[Aa]nything but|[Uu]n-|(?i:{_EXCEPTION}|{_ONLY_IF}|yet to"
    r"|(?:declin|ceas)(?:es?|ed|ing) to|rul(?:es?|ed|ing) out|stop(?:s|ped)? short of)\b)"
)
_PHRASES = frozenset(
    {
        ("far", "from"), ("anything", "but"), ("rather", "than"), ("other", "than"), ("instead", "of"), ("opposed", "to"),
        ("apart", "from"), ("aside", "from"), ("exception", "of"), ("unable", "to"), ("unwilling", "to"), ("reluctant", "to"),
        ("declined", "to"), ("declines", "to"), ("ceased", "to"), ("short", "of"), ("yet", "to"),
    }
)  # fmt: skip
_EXCEPTIONS = frozenset({"except", "excepting", "excluding", "barring"})
#: What "but" makes an exception of: "all but two", "everyone but him", "every state but one".
_ALL_BUT = re.compile(
    r"(?:\b(?:all|every\w*|any\w*|none|no one|nobody|nothing)|\b(?:all|every|any|no)(?: [^\W\d_]+){1,2})[ ]?$", re.I
)
#: "No. 5" is a number's name.
_NUMBER_SIGN = re.compile(r"\.[ ]?\d")
#: Words that may stand between a negation and what it negates: "not to be …", "no such …".
_CARRIERS = frozenset(
    (
        "a an the any to be been being have has had even yet really always fully completely simply necessarily particularly very "
        "so such longer also ever entirely quite just again of for all one every each than more less fewer later earlier"
    ).split()
)
_MOST_CARRIERS = 3
#: How many words before a quotation a negation still reaches it, whatever stands between them.
_NEAR = 5
#: How many words before a quotation a negation reaches a clause that hangs on it: "is not true that …".
_CLAUSE = 15
#: "no evidence of", "without permission for": what follows is what there is none of.
_NO_SUCH = re.compile(r"\b(?:no|without)[ ][^\W\d_]+[ ](?:of|for)$", re.I)
#: What may stand, between marks, between a negation and what it negates: "did not, however, approve", "did not (yet) say".
_PARENTHESIS = re.compile(
    r"\([^()]{1,60}\)$|,(?:however|therefore|moreover|indeed|in fact|of course|then|yet|for example),"
    r"|(?P<any>,[^\W\d_ ]+(?:[ ][^\W\d_ ]+){0,4},(?=$|(?:that|whether)$))"
)
#: What is not denied but asserted by a negation before it: "it is not difficult to see that", "it is no coincidence that".
_ASSERTED = re.compile(
    r"difficult|hard|surpris(?:e|es|ed|ing)|coincidences?|accident(?:al)?|secret|wonder|exaggerat(?:ion|ed)|question", re.I
)
#: What begins a part of the sentence of its own, which a negation before it does not reach as a matter of course.
_DETERMINERS = frozenset("a an the this these those its his her their our my your some both each every another such what".split())
_LINKS = frozenset(
    (
        "in on at by of for per from with as than because since although though while when where which who whose whom but if "
        "until before after "
        "between among during under over about against through into within across along beyond despite according"
    ).split()
)
#: Negations with which the subject of a clause begins: "No minister in the cabinet resigned" denies all of it.
_NONE = frozenset("no none nothing nobody neither nowhere few hardly scarcely".split())
_NOT_ALL = frozenset("a all any each every everyone everything many much one".split())
_OPENERS = frozenset("and or so if yet then that hence thus almost virtually practically nearly absolutely".split())
_AUXILIARIES = frozenset(
    (
        "is are was were be been being am has have had do does did will would shall should may might can could must cannot isn't "
        "aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't"
    ).split()
)
#: A quotation mark that is no apostrophe.
_MARK = re.compile(r"(?<![^\W_])'|'(?![^\W_])")
_SUBORDINATES = frozenset("because since although though while when where whereas unless if whether that how why".split())
#: A coordinate clause begins here, out of the reach of what stands before ("anything but" is a negation).
_TURNS = frozenset("but although though because while whereas".split())
#: Behind a negation: what is said instead ("not a loan but a gift", 不是……而是……).
_TURN = re.compile(r"\b(?:but|rather|instead)\b|而是|却是", re.I)
#: What a clause hangs on: its first word, or the verb before it.
_HINGES = frozenset("that whether if how why".split())
_HINGE_VERB = re.compile(
    r"(?:think|believe|expect|say|claim|suppose|suggest|know|mean|show|prove|argue|admit|agree|confirm|find|imply|assume|imagine"
    r"|pretend|insist|conclude|accept|hope|want|wish|see|feel|report|indicate|demonstrate|establish|maintain)(?:s|d|ed)?"
    r"|thought|said|knew|known|meant|shown|proven|found|saw|seen|felt|impl(?:ies|ied)|(?:saying|thinking|believing|claiming|meaning)",
    re.I,
)
#: Between a quotation's end and a negation that governs it: "was supported by no minister", "holds in no case".
_AFTER_PREPOSITION = re.compile(r"(?:by|in|to|at|on|for|of|with|under)[ ](no|nobody|none|nothing|neither)\b", re.I)
_BE = r"(?:is|are|was|were|be|been|has been|have been|had been|remains?|remained|proved|turned out(?: to be)?)"
#: Behind a quotation's end: that it is not so ("is false", "has never been shown", "which was not the case").
_DENIED_BEHIND = re.compile(
    rf"(?:(?:which|that|this|it) )?(?:{_BE}(?: \w+ly| \w+ to be)? (?:a |an )?(?:{_UNTRUE.pattern}|denied|rejected"
    r"|(?:not|never) (?:\w+ly )?(?:been )?(?:true|so|correct|right|the case|proven|proved|shown|confirmed|established|certain"
    r"|clear|known|supported|justified|borne out))\b"
    r"|(?:has|have|had|was|were|did|could|can) (?:not|never) (?:be |been )?(?:proven|proved|shown|confirmed|established|happen))",
    re.I,
)
#: What denies nothing.
_NOT_ONLY = re.compile(r"not (?:only|just|merely|simply|least)\b", re.I)
#: Behind a quotation's end, also behind a comma, a dash or a bracket: what it is not, or where it does not hold.
_CONTRAST = re.compile(
    r"(?:(?:and|but|or|though|although|albeit|yet|certainly|at least) )?"
    r"not(?! (?:only|least|just|merely|simply|to mention|surprisingly|long|far|later)\b)\b"
    rf"|but (?:never|no longer|hardly|rarely|seldom|{_ONLY_IF})\b"
    rf"|(?:{_EXCEPTION}|{_ONLY_IF}|unless|without|save (?:for|that|in))\b",
    re.I,
)
#: A condition or an exception at the beginning of the sentence, up to where the quotation begins.
_FRONTED = re.compile(
    rf"(?:^|[;:(]|\b(?:that|and|but|or|while|whereas|although|because|since),?)'?[ ]?(?:(?:and|but) )?"
    rf"(?:unless|without|save for|{_ONLY_IF}|{_EXEMPT})\b[^;:]*,$",
    re.I,
)

_HAN_NEGATION = re.compile(
    r"不(?!断|仅|但|同(?!意)|少(?!于)|论|管|过|久|禁(?!止)|愧|妨(?!碍)|料|知不觉|只|光|单|惟|唯|特)|(?<![沉淹埋吞出])没(?!收)|未(?!来(?!得及|过))"
    r"|无(?!论|疑|线|锡|数|限|私|人机|花果|产阶级)|(?<![南北东西中莫])非(?!常(?![任规设])|洲|凡|遗|亚|裔)|勿|毋|切莫|莫(?!斯|桑|名|过|大|非)"
    r"|(?<![是能可与])否(?!则)|并未|从未|禁止|拒绝|缺乏|难以|(?<![分特级区个类性识辨派国])别(?!的|人|墅|具|样|国)"
    r"|避免|防止|杜绝|反对|除(?!此)(?=[^,.;:]{1,20}外(?![^.;:!?]*[还也又亦]))|除外"
)
_HAN_AUXILIARY = (
    r"(?:有|能够?|得|会|可以?|应该?|当|要|必|曾|敢|愿意?|想|是|宜|该|许|准|再|予|被|让|使)?"
    r"(?:正式|完全|真正|再次|立即|直接|公开|充分|全面|明确|根本)?"
)
_HAN_CLIP = re.compile(rf"(?:不|没|未|非|无|无法|勿|莫|毋|别|禁止|拒绝|难以|避免|防止|杜绝){_HAN_AUXILIARY}$")
_HAN_NOT_CLIP = re.compile(
    r"(?:特别|级别|区别|分别|个别|类别|性别|识别|辨别|派别|国别|南非|北非|东非|西非|中非|沉没|淹没|埋没|出没|莫非)$"
)
#: How many characters after a negation and its auxiliary a quotation may not begin: they are still the negated word.
_HAN_NEAR = 2
#: Two negations within so many characters make an assertion (不可否认).
_HAN_PAIR = 8
#: What begins a phrase of its own, behind a negated verb.
_HAN_PHRASE = re.compile(r"[该这那此其本各每某的地得和与及或,《(']|一[个项种些]")
_HAN_HINGE = re.compile(
    r"(?:认为|相信|表明|证明|显示|说明|意味着?|表示|声称|宣称|宣布|承认|确认|证实|知道|确定|保证|指出|主张|以为|料到|同意|允许|支持|打算|计划"
    r"|准备|希望|要求|建议|等于|代表|想到|发现|看到|暗示|是否|说|称|讲|算)[了过着到]?$"
)
_HAN_UNTRUE = re.compile(r"误(?:以为|认为|传|称)|谎称|诈称|佯称|妄称|假称|谣传|讹传")
_HAN_FRONTED = re.compile(r"(?:^|[,;:])'?(?:除非[^;:]*|除(?!此)[^,;:]{1,30}外),$")
#: A subject that there is none of (没有一个国家, 无人): all that is said of it is denied.
_HAN_NONE = re.compile(r"(?:没有?|无)(?:任何|一[个名家位国人种项次]|哪|谁|人)")
#: 除了 … 外 also says "besides"; the clause behind it then has one of these.
_HAN_BESIDES = re.compile(r"[^,.;:!?]*(?:还|也|又|亦)")
_HAN_CONTRAST = re.compile(
    r"(?:而|但|却|并|且)?(?:不是|并非|非|不包括|不包含|不含|不计|不算|不限于|除外)|而(?:并?不(?!断|且|仅|但)|并?没|并?未|无)|除非|除[^,.;:]{1,20}外"
    r"|[^,.;:()]{1,12}除外"
)
#: Behind a quotation's end: the same said again and denied (同意方案，但不同意其费用); another thing denied is no contrast.
_HAN_BUT_NOT = re.compile(rf"(?:但是?|却)(?:并?不(?!断|且|仅|但)|并?没有?|并?未|无法?){_HAN_AUXILIARY}(?P<again>[{HAN}]{{1,2}})")
_HAN_DENIED_BEHIND = re.compile(
    r"(?:的?(?:这种|这一)?(?:说法|观点|论断|传言|指控|结论|主张|看法|消息|传闻))?,?(?:这|那)?(?:并|完全|纯|都)?(?:是|属|系)?"
    r"(?:不实|不成立|不准确|不正确|不符合事实|不属实|没有根据|毫无根据|错误的?(?![^.,;!?]*率)|谣言|虚假|假的|子虚乌有|无稽之谈|站不住脚)"
)
#: The traditional forms of the characters in the patterns above: a text that is not folded has them.
_SIMPLIFIED = str.maketrans(
    "沒無別並從絕難斷僅論過線數錫產階級慣類個國區識養麼華們樣具淪貫認證顯說應該會關讓觀點結張傳聞謠誤實錯虛這種與還許準備單確據進為發現",
    "没无别并从绝难断仅论过线数锡产阶级惯类个国区识养么华们样具沦贯认证显说应该会关让观点结张传闻谣误实错虚这种与还许准备单确据进为发现",
)

#: The longest negation of more than one word, in characters.
_PHRASE = 40
#: How much text before and behind a place its answer can depend on, in characters of folded text.
REACH = 400
_BEHIND = 80


def is_negation(word: str) -> bool:
    """Whether an English word negates: not, never, cannot, isn't, without, hardly, fails, refused, non-…"""
    key = word.casefold()
    return key in _NEGATIONS or key.endswith("n't") or key.startswith("non-") or _NEGATIVE_VERB.fullmatch(key) is not None


def has_negation(text: str) -> bool:
    """Whether folded ``text`` contains a negation, an exception or a word that calls something untrue, English or Chinese.

    Chinese characters that only look like one (不断, 非洲, 未来, 无论 …) do not count.
    """
    return next(_denials(text), None) is not None


def negations(text: str) -> list[int]:
    """Where in a folded text the words stand that no ellipsis may leave out: negations, and what turns against one before it."""
    found = set(_denials(text))
    turns = (m.start() for m in _TURN.finditer(text))
    return sorted(found | {at for at in turns if has_negation(sentence_before(text, at))})


def _denials(text: str) -> Iterator[int]:
    yield from (m.start() for m in _HAN_NEGATION.finditer(text.translate(_SIMPLIFIED)))
    yield from (m.start() for m in _NEGATIVE_PHRASE.finditer(text))
    found = list(TOKEN.finditer(text))
    for m, following in itertools.zip_longest(found, found[1:]):
        word = m.group().casefold()
        if not (is_negation(word) or _UNTRUE.fullmatch(word)):
            continue
        if word == "not" and following and following.group().casefold() == "only":
            continue
        if word == "no" and _NUMBER_SIGN.match(text, m.end()):
            continue
        yield m.start()


def omits_negation(text: str, start: int, end: int) -> bool:
    """Whether ``start``–``end`` of a folded text, left out of a quotation, has a negation, or what stands against one before it.

    "not a loan but a gift": without "a loan but" the gift is denied.
    """
    gap = text[start:end]
    if has_negation(gap):
        return True
    # a phrase of which the gap has only a part
    around = _NEGATIVE_PHRASE.finditer(text, max(0, start - _PHRASE), end + _PHRASE)
    if any(m.start() < end and start < m.end() for m in around):
        return True
    if re.match(r"[ ]?but\b", gap) and _ALL_BUT.search(sentence_before(text, start)):
        return True
    turn = _TURN.search(gap)
    return turn is not None and has_negation(sentence_before(text, start) + text[start : start + turn.start()])


def sentence_before(text: str, at: int) -> str:
    """The part of the sentence that holds position ``at`` of a folded text and lies before it, without markers."""
    before = text[max(0, at - REACH) : at].replace(MARKER, "")
    return before[max((m.end() for m in _SENTENCE_END.finditer(before)), default=0) :]


def ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends between ``start`` and ``end`` of a folded text."""
    return _SENTENCE_END.search(text, start, end + 1) is not None


def clips_start(text: str, at: int) -> bool:
    """Whether a quotation that begins at position ``at`` of a folded text leaves out a negation that governs its beginning.

    "the landlord is not | permitted", "is not permitted to | end", "It is false that | …", "年均增速不 | 低于",
    "没有证据表明 | …", and the exception that opens the sentence ("Except for Japan, | all members …").
    """
    sentence = sentence_before(text, at).rstrip()
    after = text[at : at + _BEHIND].replace(MARKER, "")
    return bool(sentence) and (_clips_start_han(sentence, after) or _clips_start_latin(sentence, after))


def _clips_start_latin(sentence: str, after: str) -> bool:
    if _FRONTED.search(sentence):
        return True
    sentence = _PARENTHESIS.sub(_without_parenthesis, sentence[-REACH:]).rstrip()
    if sentence.casefold().endswith(("non-", "un-")) or _NO_SUCH.search(sentence[-100:]):
        return True
    if sentence.endswith(" but") and _ALL_BUT.search(sentence[-REACH:-4]):
        return True
    words = _clause(sentence)
    found = [i for i in range(len(words)) if _negates(words, i)]
    for i in range(len(words) - 1, max(-1, len(words) - _MOST_CARRIERS - 2), -1):
        if i in found:
            return True
        # adverbs carry a negation ("did not formally approve"); "not only" negates nothing
        if words[i] not in _CARRIERS and not (words[i].endswith("ly") and words[i] != "only"):
            break
    behind = [m.group() for m in TOKEN.finditer(after)][:2]
    if not words or not behind:
        return False
    if words[-1] in _HINGES or _HINGE_VERB.fullmatch(words[-1]) or behind[0].casefold() in ("that", "whether"):
        # "cannot be denied that", "no doubt that": two negations make an assertion
        untrue = _UNTRUE.fullmatch, _OPEN.fullmatch, *([_ASSERTED.fullmatch] if found else [])
        return (len(found) + sum(any(fits(w) for fits in untrue) for w in words)) % 2 == 1
    if words[-1] == "to" and not _begins_phrase(behind):
        return bool(found) or "too" in words[-4:-1]
    if words[-1] == "from" and any(_NEGATIVE_VERB.fullmatch(w) for w in words):
        return True
    begins = behind[0].casefold() not in _SUBORDINATES | _TURNS
    if begins and _has_negative_subject(words) and not _MARK.search(sentence.rpartition(",")[2]):
        return True
    inside = words[-1] in _DETERMINERS or words[-1] in _LINKS
    return any(i >= len(words) - _NEAR for i in found) and not inside and not _begins_phrase(behind)


def _without_parenthesis(m: re.Match[str]) -> str:
    """Nothing in the place of a parenthesis; words between two commas are one only right behind a negation or what carries it.

    "did not, in the end, | approve", but "reject the plan, oppose the tax, | say no to all of it" is a list.
    """
    if m.group("any") is None:
        return " "
    before = [t.group().casefold() for t in TOKEN.finditer(m.string[max(0, m.start() - 40) : m.start()])]
    last = before[-1] if before else ""
    carries = is_negation(last) or last in _CARRIERS or last in _AUXILIARIES or last in _HINGES or last.endswith("ly")
    return " " if carries else m.group()


def _clause(sentence: str) -> list[str]:
    """The words before a place back to the nearest mark or turn of the sentence, small letters, at most ``_CLAUSE``."""
    found = list(TOKEN.finditer(sentence))
    words: list[str] = []
    edge = len(sentence)
    for i in range(len(found) - 1, -1, -1):
        word = found[i].group().casefold()
        turns = word in _TURNS and not (i and found[i - 1].group().casefold() == "anything")
        if sentence[found[i].end() : edge].strip(f" '-{EN_DASH}") or turns or len(words) == _CLAUSE:
            break
        words.append(word)
        edge = found[i].start()
    return words[::-1]


def _negates(words: Sequence[str], i: int) -> bool:
    word = words[i]
    if word == "not" and words[i + 1 : i + 2] == ["only"]:
        return False
    if word in ("few", "little"):
        # "few members agreed", but "a few", "the few", "the past few years"
        return i == 0 or words[i - 1] in ("very", "so", "too")
    return is_negation(word) or word in _EXCEPTIONS or (i > 0 and (words[i - 1], word) in _PHRASES)


def _has_negative_subject(words: Sequence[str]) -> bool:
    """Whether the clause so far is a subject that is denied and its verb is yet to come: "no country in the | region has …"."""
    for i, word in enumerate(words):
        begins = all(w in _OPENERS for w in words[:i]) or words[i - 1] == "that" or _HINGE_VERB.fullmatch(words[i - 1])
        none = word in _NONE or (word == "not" and words[i + 1 : i + 2] and words[i + 1] in _NOT_ALL)
        if begins and none:
            return not any(w in _AUXILIARIES or w in _SUBORDINATES for w in words[i + 1 :])
    return False


def _begins_phrase(words: Sequence[str]) -> bool:
    """Whether these words begin a noun phrase or are hung on with a preposition or conjunction of their own."""
    first = words[0]
    if first.casefold() == "to":
        return len(words) > 1 and (words[1].casefold() in _DETERMINERS or not words[1][0].islower())
    return first.casefold() in _DETERMINERS or first.casefold() in _LINKS or first[0].isupper()


def _clips_start_han(sentence: str, after: str) -> bool:
    if not re.search(f"[{HAN}]", sentence):
        return False
    behind = after.translate(_SIMPLIFIED)
    whole = sentence.translate(_SIMPLIFIED)
    if _HAN_FRONTED.search(whole) and not ("除非" not in whole and _HAN_BESIDES.match(behind)):
        return True
    clause = re.split(r"[,.;:!?()]", whole[-40:])[-1]
    if _HAN_CLIP.search(clause) and not _HAN_NOT_CLIP.search(clause):
        return True
    if (none := _HAN_NONE.search(clause)) and not _HAN_NEGATION.search(clause, none.end()):
        return True
    found = [m for m in _HAN_NEGATION.finditer(clause + behind[:3]) if m.start() < len(clause)]
    if not found and not _HAN_UNTRUE.search(clause):
        return False
    if _HAN_HINGE.search(clause) or _HAN_UNTRUE.search(clause[-3:]):
        return (len(found) + len(_HAN_UNTRUE.findall(clause))) % 2 == 1
    if not found or sum(m.start() >= len(clause) - _HAN_PAIR for m in found) % 2 == 0:
        return False
    rest = re.sub(rf"^{_HAN_AUXILIARY}", "", clause[found[-1].end() :])
    return len(rest) <= _HAN_NEAR and not rest.endswith("的") and not _HAN_PHRASE.match(behind)


def clips_end(text: str, at: int) -> bool:
    """Whether a quotation that ends at position ``at`` of a folded text leaves out what denies or limits it behind.

    A negation right behind ("was supported by | no minister"), a contrast or an exception, also behind a comma, a dash or a
    bracket ("a gift, | not a loan", "all members | except Japan", "… | only if …", "… | 而不是 …"), or that it is untrue ("… | is
    false"). A full stop ends the reach: what the next sentence says is for a reader to judge.
    """
    before_all = text[max(0, at - _PHRASE) : at].replace(MARKER, "").rstrip("' ")
    before = before_all[-3:]
    after = text[at : at + _BEHIND].replace(MARKER, "")
    lead = re.match(rf"[ ',(\[{DASH}]*", after)
    behind = after[lead.end() :] if lead else after
    if before[-1:] in (";", ":", "!", "?", SEGMENT) or (before[-1:] == "." and not behind[:1].islower()):
        return False
    marked = before[-1:] in (",", DASH) or bool(lead and lead.group().strip(" '"))
    chinese = behind.translate(_SIMPLIFIED)
    if _UNTRUE.match(behind) and re.search(rf"\b{_BE}$", before_all):
        return True
    if (
        _CONTRAST.match(behind)
        or _DENIED_BEHIND.match(behind)
        or _HAN_CONTRAST.match(chinese)
        or _HAN_DENIED_BEHIND.match(chinese)
    ):
        return True
    again = _HAN_BUT_NOT.match(chinese)
    if again and again.group("again") in re.split("[.;!?]", text[max(0, at - _BEHIND) : at].translate(_SIMPLIFIED))[-1]:
        return True
    first = TOKEN.match(behind)
    if marked or first is None:
        return False
    if re.match(r"but\b", behind) and _ALL_BUT.search(sentence_before(text, at)):
        return True
    if not first.group()[0].isascii():
        return _HAN_NEGATION.match(chinese) is not None
    denies = is_negation(first.group()) and not _NOT_ONLY.match(behind)
    return denies or any(p.match(behind) for p in (_AFTER_PREPOSITION, _NEGATIVE_PHRASE))


#: In folded text the space after a full stop is gone, so a stop ends a sentence before a capital letter or a quotation mark,
#: but not in "U.S.", "e.g." or "3.5"; Chinese stops are folded to Latin ones.
_SENTENCE_END = re.compile(rf"(?<![A-Z.])(?<!\.[a-z])[.!?]['\])]*(?=['(\[A-Z{HAN}{MARKER}])|;|{SEGMENT}")
