"""Damage is marked where the capture lost something, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import Damage, Document, LayerText, Segment, Source
from provenance.damage import DAMAGE, damage_in, examine, report


def segment(en: str | None = None, zh: str | None = None, id: str = "p1") -> Segment:
    layers = {tag: LayerText.of(text) for tag, text in (("en", en), ("zh", zh)) if text is not None}
    kind = "heading" if id.startswith("h") else "paragraph"
    return Segment(id=id, kind=kind, layers=layers)


def document(*segments: Segment) -> Document:
    return Document(id="harbour-2021", source=Source(id="harbour-2021"), segments=segments)


def kinds(en: str | None = None, zh: str | None = None) -> list[tuple[str, str]]:
    """(kind, marked words) of one segment."""
    made = segment(en, zh)
    texts = {"en": en or "", "zh": zh or ""}
    return [(d.kind, texts[tag][d.start : d.end].strip()) for tag, found in damage_in(made).items() for d in found]


def in_paragraphs(*texts: str) -> list[tuple[str, str, int]]:
    layer = "zh" if any(c > "\u4e00" for c in texts[0][:3]) else "en"
    made = [segment(**{layer: text}, id=f"p{i}") for i, text in enumerate(texts, 1)]
    return [(s.id, d.kind, d.start) for s in examine(document(*made)).segments for d in s.layers[layer].damage]


CLEAN_EN = [
    "The port’s workers’ union didn’t agree; ‘green ports’ aren’t new, and the ’90s weren’t either.",
    "He said: “The mayor called it ‘the workers’ port’ and left.” They’d heard “that” before.",
    "It has (1) berths, (2) cranes and 3) sheds; a) old, b) new, and iv) hired ones (see section 4).",
    "(1) Ports and the sea",
    "1) Ports and the sea",
    'Its 19" rack and 6\'2" crew rode the "green" ferry in the ‘90s, rock ‘n’ roll style.',
    "It grew by 5%, 6 percent and 7 per cent; the % change, a large % of it, is in No. 3, vol.2, on mp3 and Web3.",
    "It rose to 1,626 in 2021, i.e. by 28.74% (or [about] a third).",
    "“‘Green’ is a word,” she said, “and ‘port’ is another.”",
]
CLEAN_ZH = [
    "截至2021年9月，该港增长28.74%，新增16.26万个岗位（约三成）。",
    "他说：“这就是‘绿色港口’的由来。”随后又谈到《港口法》和“五通”。",
    "（一）总体目标",
    "一）总体目标",
    "包括：1）码头；2）仓库；3）道路。",
    "单位：%。占比（%）如下，上亿元投资，数万人受益，2021月饼节于9月举行。",
    "约翰·史密斯、玛丽亚·洛佩斯等人出席，共12人。",
    "2018—2020年，港口扩建3次，每次历时约5个月。",
]


@pytest.mark.parametrize("text", CLEAN_EN)
def test_sound_english_has_none(text: str) -> None:
    assert kinds(en=text) == []


@pytest.mark.parametrize("text", CLEAN_ZH)
def test_sound_chinese_has_none(text: str) -> None:
    assert kinds(zh=text) == []


@pytest.mark.parametrize(
    ("en", "zh", "expected"),
    [
        (None, "出口逆势增长 %。", ("percent-without-number", "%")),
        (None, "2021 月召开的会议", ("month-without-number", "2021 月")),
        (None, "已超过80%, 亿美元债务到期", ("magnitude-without-number", "亿")),
        (None, ")  港口的意愿不断加强", ("closing-bracket-without-opening", ")")),
        (None, "\uff09港口的意愿不断加强", ("closing-bracket-without-opening", "\uff09")),
        (None, "欧盟和东亚地区 50%)。", ("closing-bracket-without-opening", ")")),
        (None, "欧盟（约六成和东亚。", ("opening-bracket-without-closing", "（")),
        (None, "共建绿色港口”的倡议", ("closing-quotation-without-opening", "”")),
        (None, "共建“绿色港口的倡议", ("unclosed-quotation", "“")),
        (None, "称‘绿色港口是范本", ("unclosed-quotation", "‘")),
        (None, "共建“ 绿色港口”的倡议", ("space-inside-quotation", "")),
        (None, "共建“绿色港口 ”的倡议", ("space-inside-quotation", "")),
        (None, "据统计20182020 年新增", ("separator-lost", "20182020")),
        ("the new pattern of “green ports.", None, ("unclosed-quotation", "“")),
        ("the new pattern of green ports.”", None, ("closing-quotation-without-opening", "”")),
        ("the new pattern (of green ports.", None, ("opening-bracket-without-closing", "(")),
        ("It spoke of ‘green ports and left.", None, ("unclosed-quotation", "‘")),
        ("It grew by %.", None, ("percent-without-number", "%")),
        ("It worth $ billion.", None, ("magnitude-without-number", "$ billion")),
        ("Cooperation deepened.3 In the same year", None, ("digits-against-words", "3")),
        ("gave 162,600 jobs", "提供1626 万个岗位", ("decimal-point-lost", "1626 万")),
        ("rose by 28.74%", "上升2874%", ("decimal-point-lost", "2874%")),
        ("rose by 10.9%", "上升10%", ("digits-lost", "10%")),
        ("40% of it", "其中40的投资", ("percent-sign-lost", "40")),
        ("In July 2022 they met", "2022 中方会面", ("month-lost", "2022")),
    ],
)
def test_damage(en: str | None, zh: str | None, expected: tuple[str, str]) -> None:
    assert kinds(en, zh) == [expected]


def test_lost_punctuation() -> None:
    sentence = "港口建设对于当地居民的生活具有重要意义同时也是沿岸各国推进合作共建海上通道的重要基础"
    assert [k for k, _ in kinds(zh=sentence * 2)] == ["punctuation-lost"]
    assert [k for k, _ in kinds(zh=f"{sentence}。{sentence}。{sentence}。")] == ["punctuation-lost"]
    assert kinds(zh=f"{sentence[:20]}，{sentence[20:]}。{sentence[:20]}，{sentence[20:]}。") == []
    assert [w for _, w in kinds(zh=f"首先，{sentence * 2}，其次合作。")] == [sentence * 2]


def test_the_other_language_explains_the_damage() -> None:
    (found,) = damage_in(segment("it grew by 0.1%", "增长 %。"))["zh"]
    assert found.kind == "percent-without-number"
    assert "0.1%" in found.detail


def test_a_missing_number_is_no_damage() -> None:
    made = segment("it has 99 schools", "它有很多学校")
    assert damage_in(made) == {}
    (only,) = report(document(made))
    assert [f.kind for f in only.concordance] == ["missing-in-zh"]


def test_a_quotation_over_several_paragraphs() -> None:
    assert in_paragraphs("He said: “It began.", "“It went on.", "“It ended,” and left.") == []
    assert in_paragraphs("He said: “It began.", "And it ended.” He left.") == []
    assert in_paragraphs("他说：“开始了。", "“继续着。", "“结束了。”") == []
    assert in_paragraphs("He said: “It began.", "“It went on.", "Then nothing.") == [("p2", "unclosed-quotation", 0)]
    assert in_paragraphs("He said: “It began.", "Then nothing.", "It ended.”") == [
        ("p1", "unclosed-quotation", 9),
        ("p3", "closing-quotation-without-opening", 9),
    ]
    assert in_paragraphs("A new “pattern of ports.", "“Green” ports are cheap.") == [("p1", "unclosed-quotation", 6)]
    assert in_paragraphs("It lies far (as they say.", "and some do) away.") == []


def test_a_heading_does_not_go_on_in_a_paragraph() -> None:
    made = document(segment("The “green port.", id="h1"), segment("The end” of it.", id="p1"))
    assert [len(s.layers["en"].damage) for s in examine(made).segments] == [1, 1]


def test_examining_changes_nothing_but_the_marks_and_is_stable() -> None:
    before = document(segment("it grew by 0.1%", "增长 %。"), segment("Sound.", "好。", id="p2"))
    once = examine(before)
    assert examine(once) == once
    for old, new in zip(before.segments, once.segments, strict=True):
        for tag, text in old.layers.items():
            assert new.layers[tag].model_copy(update={"damage": ()}) == text
    assert once.segments[1] == before.segments[1]


def test_known_marks_stay() -> None:
    known = Damage(kind="other", layer="en", start=0, end=2, detail="seen by a reader")
    made = Segment(id="p1", kind="paragraph", layers={"en": LayerText.of("So it was.", damage=(known,))})
    assert examine(document(made)).segments[0].layers["en"].damage == (known,)


def test_without_words_the_recorded_damage_is_reported() -> None:
    examined = examine(document(segment("by 28.74%", "上升2874%")))
    (line,) = report(examined.without_words())
    assert line.anchor == "harbour-2021/p1"
    assert [d.kind for d in line.damage] == ["decimal-point-lost"]
    assert line.concordance == ()


def test_other_languages_and_regional_tags() -> None:
    made = Segment(id="p1", kind="paragraph", layers={"de": LayerText.of("Er sagte: „Ja“."), "zh-Hans": LayerText.of("增长 %。")})
    assert list(damage_in(made)) == ["zh-Hans"]


PIECES = st.text(st.sampled_from("“”‘’()（）\"' 1%.,。，港口年月2021abc"), max_size=40)


@given(PIECES, PIECES)
def test_any_text_can_be_examined(en: str, zh: str) -> None:
    for tag, found in damage_in(segment(en, zh)).items():
        for damage in found:
            assert damage.kind in DAMAGE
            assert damage.layer == tag
            assert 0 <= damage.start < damage.end <= len(en if tag == "en" else zh)
            assert "\n" not in damage.detail


@given(st.lists(st.sampled_from(["港口", "岸", "a", "，"]), max_size=12), st.sampled_from(["“{}”", "（{}）", "《{}》", "「{}」"]))
def test_paired_marks_are_never_damage(words: list[str], frame: str) -> None:
    text = frame.format("".join(words) or "港")
    assert not [k for k, _ in kinds(zh=text) if "quotation" in k or "bracket" in k]


def test_the_real_page(article: Document) -> None:
    marked = {
        (tag, d.kind, (text.text or "")[d.start : d.end].strip())
        for s in examine(article).segments
        for tag, text in s.layers.items()
        for d in text.damage
    }
    assert ("zh", "decimal-point-lost", "1626 万") in marked
    assert ("zh", "percent-without-number", "%") in marked
    assert ("zh", "month-without-number", "2021 月") in marked
    assert ("en", "unclosed-quotation", "“") in marked
    (circulation,) = [s for s in examine(article).segments if any(d.layer == "en" for d in s.layers["en"].damage)]
    assert circulation.kind == "heading"
    assert (circulation.layers["en"].text or "").endswith("“dual circulation.")
    headings = [s for s in examine(article).segments if s.kind == "heading" and (s.layers["zh"].text or "").startswith(")")]
    assert [d.kind for s in headings for d in s.layers["zh"].damage] == ["closing-bracket-without-opening"]
