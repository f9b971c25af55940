"""Text directives: how they are cut, and that they lead nowhere else."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from provenance import Document
from provenance.text_fragments import text_fragment, text_fragment_link, with_directive

from .documents_made import document

EN = "Exports grew by 0.1%. In the same year, total exports fell; trust, built over years, grew again in 2021. Officials agree."
ZH = "截至2020年底，绿色港口项目减排28.74%，当地居民的信任有所增强。"


def span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def parts(directive: str | None) -> dict[str, str]:
    """A text directive taken apart as the draft's parser does."""
    assert directive is not None
    pieces = directive.removeprefix(":~:text=").split(",")
    out = {}
    if pieces[0].endswith("-"):
        out["prefix"] = unquote(pieces.pop(0)[:-1])
    if pieces[-1].startswith("-"):
        out["suffix"] = unquote(pieces.pop()[1:])
    out["start"] = unquote(pieces[0])
    if len(pieces) > 1:
        out["end"] = unquote(pieces[1])
    assert len(pieces) <= 2
    return out


def test_fragment_of_a_short_span() -> None:
    got = parts(text_fragment(EN, *span(EN, "total exports fell")))
    assert got == {"prefix": "In the same year,", "start": "total exports fell", "suffix": "; trust, built over"}


def test_fragment_escapes_its_own_signs() -> None:
    text = "a well-known, costly R&D plan: 5% more"
    made = text_fragment(text, 0, len(text))
    assert made == ":~:text=a%20well%2Dknown%2C%20costly%20R%26D%20plan%3A%205%25%20more"


def test_fragment_widens_to_whole_words() -> None:
    assert parts(text_fragment(EN, EN.index("xports grew"), EN.index("rew by") + 2))["start"] == "Exports grew"
    assert parts(text_fragment(EN, EN.index(".1%"), EN.index("%. In")))["start"].startswith("0.1")


def test_fragment_does_not_run_across_a_marker() -> None:
    marker = EN.index(" In the same")
    start, end = EN.index("grew by"), EN.index(", total")
    got = parts(text_fragment(EN, start, end, [marker]))
    assert (got["start"], got["end"]) == ("grew by 0.1%.", "In the same year")
    before = parts(text_fragment(EN, *span(EN, "In the same year"), [marker]))
    assert "prefix" not in before
    after = parts(text_fragment(EN, *span(EN, "grew by 0.1%."), [marker]))
    assert "suffix" not in after


@pytest.mark.parametrize("words", ["trust", "2021."])
def test_a_word_that_touches_a_marker_is_not_searched_for(words: str) -> None:
    """The page prints trust3 and 2021.3, which is one word: a part that ended there would not be found."""
    marker = EN.index(words) + len(words)
    got = parts(text_fragment(EN, EN.index("exports fell"), EN.index(" Officials") + 10, [marker]))
    assert not got["start"].endswith(words)


def test_a_long_span_is_named_by_its_ends() -> None:
    text = " ".join(f"word{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(100))
    got = parts(text_fragment(text, 0, len(text)))
    assert got == {"start": " ".join(text.split()[:5]), "end": " ".join(text.split()[-5:])}


def test_chinese_context_begins_and_ends_at_punctuation() -> None:
    got = parts(text_fragment(ZH, *span(ZH, "居民的信任")))
    assert got == {"prefix": "绿色港口项目减排28.74%，当地", "start": "居民的信任", "suffix": "有所增强。"}


def test_nothing_to_search_for() -> None:
    assert text_fragment("… — …", 0, 5) is None


def test_a_directive_keeps_the_fragment_of_the_page() -> None:
    made = text_fragment("ports", 0, 5)
    assert made is not None
    assert with_directive("https://x.test/a", made) == "https://x.test/a#:~:text=ports"
    assert with_directive("https://x.test/a#s", made) == "https://x.test/a#s:~:text=ports"
    assert with_directive("https://x.test/a#:~:text=old", made) == "https://x.test/a#:~:text=ports"


@pytest.mark.parametrize(
    ("text", "words", "start"),
    [
        ("One trust", "trust", None),  # the digits of a marker make it another word
        ("One trust.", "trust.", "trust."),
        ("One trust here", "trust", "trust"),
    ],
)
def test_a_marker_at_the_end_of_the_block(text: str, words: str, start: str | None) -> None:
    made = text_fragment(text, *span(text, words), [len(text)])
    assert (parts(made)["start"] if made else None) == start


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # letters and digits that a browser takes for one word
        ("a snake_case name", "case"),
        ("the price of 2，000 boats", "000"),
        ("at 12：30 sharp", "30"),
        ("about 10\u202f000 boats", "000"),
        ("rock ’n’ roll’s end", "s end"),
        ("of naïve cafe\u0301s", "caf"),
    ],
)
def test_the_span_is_widened_to_whole_words(text: str, words: str) -> None:
    got = parts(text_fragment(text, *span(text, words)))["start"]
    at = text.index(got)
    assert words in got
    assert got != words
    assert text[:at][-1:] in ("", " ")
    assert text[at + len(got) :][:1] in ("", " ")


def test_a_thai_span_is_reached_by_its_spaces() -> None:
    text = "ห้องสมุด แม่น้ำสายยาว กลางคืน"
    got = parts(text_fragment(text, *span(text, "น้ำสาย")))
    assert got == {"prefix": "ห้องสมุด แม่", "start": "น้ำสาย", "suffix": "ยาว กลางคืน"}


REPEATED = "The ferry leaves at dawn. The ferry carries books. At dusk the ferry carries readers."


def test_repeated_words_are_told_apart_by_their_context() -> None:
    second = REPEATED.index("The ferry", 3)
    got = parts(text_fragment(REPEATED, second, second + len("The ferry")))
    assert got["prefix"].endswith("dawn.")
    third = REPEATED.rindex("the ferry")
    assert parts(text_fragment(REPEATED, third, third + 17))["prefix"].endswith("At dusk")
    assert text_fragment("far, far, far", 0, 3) is not None
    # nothing around them tells these apart
    assert text_fragment("far\ufffcfar", 4, 7, [3, 4]) is None


def page(*texts: dict[str, str], url: str | None = "https://x.test/acts") -> Document:
    made = document(*texts)
    return made.model_copy(update={"source": made.source.model_copy(update={"url": url})})


def linked(known: Document, anchor: str) -> dict[str, str] | None:
    link = text_fragment_link(known, anchor)
    return parts(link.partition("#")[2]) if link else None


def test_a_link_leads_to_no_other_paragraph() -> None:
    alike = (
        "The licence is granted for {} years, renewable once by the keeper of the quay, and lapses when the boat is sold or sunk."
    )
    known = page(*({"en": alike.format(n)} for n in (3, 5, 8)))
    got = [linked(known, f"p{n}@en") for n in (1, 2, 3)]
    assert all(found and str(n) in found["start"] for found, n in zip(got, (3, 5, 8), strict=True))
    # the end of the first of a pair may not be looked for in the second
    assert linked(page({"en": "Open. " + alike}, {"en": "Shut. " + alike}), "p2@en") is not None


def test_paragraphs_with_the_same_words_are_told_apart_by_what_stands_before() -> None:
    known = page({"en": "First part."}, {"en": "Repealed."}, {"en": "Second part."}, {"en": "Repealed."}, {"en": "Repealed."})
    assert linked(known, "p2") == {"prefix": "First part.", "start": "Repealed."}
    assert linked(known, "p4") == {"prefix": "Second part.", "start": "Repealed."}
    assert linked(known, "p5") == {"prefix": "Repealed.", "start": "Repealed."}
    assert linked(page({"en": "Spent."}, {"en": "Spent."}), "p1") == {"start": "Spent.", "suffix": "Spent."}
    # in another language of the same page, nothing is known of what stands before
    assert linked(page({"en": "1999", "zh": "1999"}), "p1@en") is None


def test_links_of_other_anchors() -> None:
    known = page({"en": "Built on trust, over years. Then sold.", "zh": "建立在信任之上。"})
    assert linked(known, "p1@zh") == {"start": "建立在信任之上。"}
    assert text_fragment_link(known, "acts-1990") == "https://x.test/acts"
    version = known.segments[0].layers["en"].version[:12]
    assert linked(known, f"p1@en;v={version};cp=28-38") == {"prefix": "trust, over years.", "start": "Then sold."}
    assert linked(known, "p1@en;v=aaaaaaaaaaaa") is None
    assert text_fragment_link(page({"en": "A."}, url=None), "p1") is None
    assert text_fragment_link(known.without_words(), "p1") is None
    noted = document("Built on trust over years. Then sold.", markers={0: (3, 26)})
    noted = noted.model_copy(update={"source": noted.source.model_copy(update={"url": "https://x.test/"})})
    assert linked(noted, "p1!fn3") == {"start": "Built on trust over years."}


LETTERS = st.text(st.sampled_from("abz 09.,'-&港口，%"), min_size=1, max_size=60)


@given(LETTERS, st.data())
def test_any_fragment_parses_and_its_parts_are_in_order(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    markers = data.draw(st.lists(st.integers(1, len(text)), max_size=3))
    made = text_fragment(text, start, end, markers)
    assume(made is not None)
    assert made is not None
    assert re.fullmatch(r":~:text=(?:[\w.~%]+-,)?[\w.~%]+(?:,[\w.~%]+)?(?:,-[\w.~%]+)?", made)
    got = parts(made)
    # the page prints a marker's digits where the text has none: no part may hold a place where one stands
    page = "".join(("\x00" if i in markers and 0 < i < len(text) else "") + c for i, c in enumerate(text))
    at = 0
    for key in ("prefix", "start", "end", "suffix"):
        if key in got:
            pattern = r"\s+".join(re.escape(w) for w in got[key].split())
            found = re.compile(pattern).search(page, at)
            assert found, (key, got, page)
            at = found.start() + 1
