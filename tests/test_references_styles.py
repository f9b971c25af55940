from pathlib import Path

import pytest

from references import csl
from references.errors import StyleError, UnknownStyle
from references.styles import SHORT_NAMES, Style, find, resolve


@pytest.mark.parametrize("name", SHORT_NAMES)
def test_short_names(name):
    assert resolve(name).id == SHORT_NAMES[name]
    assert resolve(SHORT_NAMES[name]) == resolve(name)


def test_ids_urls_paths_and_dependent_styles():
    assert resolve("http://www.zotero.org/styles/apa").id == "apa"
    assert resolve("nature-digest").id == "nature"
    style = resolve("apa")
    assert resolve(style.path) == style
    assert resolve(str(style.path)) == style
    assert resolve(style) is style


def test_unknown_names_offer_the_nearest():
    with pytest.raises(UnknownStyle) as caught:
        resolve("chicagoo")
    assert caught.value.nearest[0] == "chicago"
    for name in ("", "../apa", "no/such.csl", "zzzzzzzz"):
        with pytest.raises(UnknownStyle):
            resolve(name)


def test_find_reads_titles():
    everything = find()
    assert len(everything) > 2800
    found = find("chicago author-date")
    assert found[0].id == "chicago-author-date"
    assert found[0].citation_format == "author-date"
    assert "&amp;" not in "".join(style.title for style in everything)
    assert find("interpret china")[0].id == "csis-interpret"
    assert find("no such style at all") == []


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("<style", "expected a <style> element"),
        ("not a style", "expected a <style> element"),
        ('<style xmlns="http://purl.org/net/xbiblio/csl">\n<info>\n</style>', "line 3"),
        ('<style xmlns="urn:other">\n</style>', "line 1"),
        ('<style xmlns="http://purl.org/net/xbiblio/csl">\n</style>', "no <citation>"),
        (
            '<style xmlns="http://purl.org/net/xbiblio/csl"><citation>\n<layout>\n<text macro="m"/></layout></citation></style>',
            "line 3: there is no macro 'm'",
        ),
        (
            '<style xmlns="http://purl.org/net/xbiblio/csl"><info><link rel="independent-parent" href="x/gone"/></info></style>',
            "depends on the style 'gone'",
        ),
    ],
)
def test_a_bad_file_is_one_line_with_file_and_line(tmp_path: Path, xml, said):
    path = tmp_path / "bad.csl"
    path.write_text(xml, "utf-8")
    with pytest.raises(StyleError) as caught:
        csl.Processor(path, [{"id": "a", "type": "book"}])
    assert said in str(caught.value)
    assert "bad.csl" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_in_no_encoding(tmp_path: Path):
    path = tmp_path / "bad.csl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StyleError):
        resolve(path)


def test_which_styles_write_names_in_full():
    full = {name for name in SHORT_NAMES if resolve(name).writes_full_names}
    assert full == {"chicago", "chicago-author-date", "mla", "csis-interpret"}
    assert isinstance(resolve("apa"), Style)
