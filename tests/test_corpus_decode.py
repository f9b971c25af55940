import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.decode import decode, encoding_of, traced
from corpus.errors import CorpusError, PageError

CHINESE = "河上的图书馆无法选择开放时间，\n时间由水来定。我们认为这是对的。\n"


def refusal(data: bytes) -> str:
    with pytest.raises(PageError) as caught:
        decode(data, "page.txt")
    message = str(caught.value)
    assert message.startswith("page.txt")
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_reads_utf8_and_marked_utf16_and_counts_the_mark_in_byte_offsets(mark: bytes, encoding: str) -> None:
    data = mark + CHINESE.encode(encoding)
    text, found = decode(data, "page.txt")
    assert (text, found) == (CHINESE, encoding)
    whole = traced(data, text, found)
    at = text.index("时间由水")
    assert data[whole.starts[at] : whole.ends[at + 3]].decode(encoding) == "时间由水"
    assert whole.starts[0] == len(mark)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zs"))), st.sampled_from(["\n", "\r\n", " ", "\u3000"]))
def test_every_text_comes_back_and_every_byte_is_accounted_for(words: str, gap: str) -> None:
    text = f"A{gap}{words}{gap}河"
    data = text.encode()
    decoded, encoding = decode(data, "x")
    assert decoded == text
    whole = traced(data, decoded, encoding)
    assert (whole.starts[0], whole.ends[-1]) == (0, len(data))
    assert whole.starts[1:] == whole.ends[:-1]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t\n\xc2\xa0", "only white space"),
        (b"%PDF-1.7\n...", "a PDF file"),
        (b"PK\x03\x04....", ".docx"),
        (b"\x89PNG\r\n\x1a\n....", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"text with a\x00 NUL and more text", "NUL at byte 11"),
        ("no mark".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (codecs.BOM_UTF32_LE + "a".encode("utf-32-le"), "UTF-32"),
        (codecs.BOM_UTF16_LE + b"a\x00\x00\xd8a", "UTF-16"),
        ("河上".encode("iso2022_jp_2"), "ISO-2022"),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(data: bytes, says: str) -> None:
    assert says in refusal(data)


@pytest.mark.parametrize(("codec", "label"), [("gb18030", "GB18030"), ("gbk", "GB18030")])
def test_gb18030_is_recognised_and_the_place_given(codec: str, label: str) -> None:
    head = "Title\n\nBody: "
    message = refusal((head + CHINESE * 3).encode(codec))
    assert message.startswith(f"page.txt:3: byte {len(head)} ")
    assert f"looks like {label}; convert it to UTF-8" in message


def test_big5_is_not_taken_for_gb18030() -> None:
    assert "looks like Big5" in refusal("河上的圖書館無法選擇開放時間，時間由水來定。我們認為這是對的。".encode("big5") * 3)


def test_latin_1_is_named_and_the_place_given() -> None:
    message = refusal("First line\r\nThe café is closed, señor.".encode("latin-1"))
    assert message.startswith("page.txt:2: byte 19 (0xe9) is not UTF-8")
    assert "Latin-1" in message


def test_utf8_that_was_cut_or_spoiled_is_not_called_gb18030() -> None:
    assert "ends in the middle of a character, at byte" in refusal(CHINESE.strip("\n").encode()[:-1])
    spoiled = CHINESE.encode()[:30] + b"\xff" + CHINESE.encode()[30:]
    message = refusal(spoiled)
    assert "byte 30 (0xff)" in message
    assert "looks like" not in message


def test_the_encoding_a_page_declares_is_quoted() -> None:
    assert "the page says it is euc-kr" in refusal(b'<meta charset="euc-kr"><p>' + bytes([0xB0, 0xA1, 0xFF, 0xB3]))


def test_errors_are_value_errors_and_one_line() -> None:
    error = PageError("bad\nthing", name="a.txt", line=3, expected="a\ngood one")
    assert str(error) == "a.txt:3: bad thing; expected a good one"
    assert isinstance(error, CorpusError)
    assert isinstance(error, ValueError)
    assert (str(PageError("bad")), str(PageError("bad", line=2)), str(PageError("bad", name="a"))) == (
        "bad",
        "line 2: bad",
        "a: bad",
    )


def test_encoding_of_reads_only_the_mark() -> None:
    assert encoding_of(b"\xef\xbb\xbfabc") == ("utf-8", 3)
    assert encoding_of(b"abc") == ("utf-8", 0)
