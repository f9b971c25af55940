"""The .bib files that are written, in the programs people use: BibTeX, Biber, LaTeX, pandoc and JavaScript readers.

Each program that is not installed is named as skipped. ``PINQUOTE_NODE_MODULES`` is the folder that npm has installed
@retorquere/bibtex-parser, @citation-js/core and @citation-js/plugin-bibtex into.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from provenance import Agent, Name, Source, Title, body
from references import export

from ..reference_samples import TITLE, article, journal_article

HAN_TITLE = "百年变局下的中拉“一带一路”合作"
AWKWARD = Title(text="A {b}\\c @d 50% #1 $x_y^z~ “q” – it’s & é tail\\", language="en")


def person(given: str, family: str, han: tuple[str, str] | None = None) -> Agent:
    name = Name(family=family, given=given)
    return Agent(names=(Name(family=han[0], given=han[1]), name) if han else (name,))


def sources() -> list[Source]:
    """The article, its original, and made-up records of the kinds people cite, in English, Chinese and German."""
    awkward = Source(
        id="awkward",
        type="book",
        title=AWKWARD,
        authors=(Agent(names=(Name(family="O’Brien and Sons, no", given="P\\at"),)),),
        publisher=body("Quay and Dock"),
        issued="2001",
        url="https://example.org/a_b%20c#d&e~f",
        language="en",
        note="line\nbreak\x07",
    )
    # with an address, as Biber wants one of an online work
    translation = article().model_copy(update={"url": "https://example.org/interpret"})
    return [translation, article().original, journal_article(), awkward, *others()]


def others() -> list[Source]:
    lu, shen = person("Tingchao", "Lu", ("陆", "听潮")), person("Yanzhou", "Shen", ("沈", "砚舟"))
    ouyang = Agent(names=(Name(family="欧阳", given="汐"),))
    canal = Source(
        id="canal",
        type="article-journal",
        title=Title(text="运河税与“河道秩序”——以澄江为例", language="zh"),
        authors=(lu, ouyang),
        container_title="河流研究",
        volume="7",
        issue="2",
        pages="33-58",
        issued="2015-06",
        language="zh",
    )
    return [
        canal.model_copy(
            update={
                "id": "canal-en",
                "title": Title(text="Canal Dues and the “Order of the River”", language="en"),
                "container_title": "Harbour Quarterly",
                "translators": (person("Rosalind", "Achebe"),),
                "issued": "2018",
                "doi": "10.1000/canal",
                "language": "en",
                "translation_of": canal,
            }
        ),
        Source(
            id="chapter",
            type="chapter",
            title=Title(text="Über Brücken: Straßen & Flüsse", language="de"),
            authors=(person("Jörg", "Weiß"),),
            editors=(person("Ada", "Sørensen"), person("Łukasz", "Żak")),
            container_title="Wege am Wasser",
            publisher=body("Kai-Verlag"),
            place="Lübeck",
            edition="2",
            pages="11-29",
            issued="2009",
            language="de",
        ),
        Source(
            id="thesis",
            type="thesis",
            title=Title(text="澄江河运史", language="zh"),
            authors=(shen,),
            publisher=body("Chengjiang University", "澄江大学"),
            place="澄江",
            genre="硕士论文",
            issued="2012",
            language="zh",
        ),
        Source(
            id="paper",
            type="paper-conference",
            title=Title(text="Measuring Tides in m³: A Sensor’s View", language="en"),
            authors=(person("Ngozi", "Okafor"), body("Tide Group"), lu),
            editors=(person("Jo", "Reed"),),
            container_title="Proceedings of the Ninth Sluice Days",
            collection_title="Water Notes",
            volume="12",
            publisher=body("Sluice Press"),
            place="Delft",
            pages="1-9",
            issued="2020-09-03",
            language="en",
        ),
        Source(
            id="news",
            type="article-newspaper",
            title=Title(text="Ferry Stops at Dawn", language="en-GB"),
            authors=(person("Mia", "Hart"),),
            container_title="River Post",
            issued="2021-02-28",
            url="https://example.org/news?id=1&x=2",
            accessed="2021-03-01",
            language="en-GB",
        ),
        Source(
            id="data",
            type="dataset",
            title=Title(text="Gauge Readings, 1950–2020", language="en"),
            authors=(body("River Office"),),
            publisher=body("Open Water Archive"),
            issued="2022",
            doi="10.1000/gauge_1",
            language="en",
        ),
    ]


def program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


def ran(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300, errors="replace")
    return done.stdout + done.stderr


@pytest.fixture
def bibtex_file(tmp_path: Path) -> Path:
    path = tmp_path / "a.bib"
    path.write_text(export(sources(), "bibtex"), "utf-8")
    return path


@pytest.fixture
def biblatex_file(tmp_path: Path) -> Path:
    path = tmp_path / "b.bib"
    path.write_text(export(sources(), "biblatex"), "utf-8")
    return path


@pytest.mark.parametrize("style", ["plain", "apalike", "plainnat", "gbt7714-numerical", "gbt7714-author-year"])
def test_bibtex_has_no_warnings_and_keeps_han_names_whole(style: str, bibtex_file: Path) -> None:
    bibtex = program("bibtex")
    folder = bibtex_file.parent
    if not ran("kpsewhich", f"{style}.bst", cwd=folder).strip():
        pytest.skip(f"{style}.bst is not installed")
    (folder / "t.aux").write_text(f"\\relax\n\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{a}}\n")
    said = ran(bibtex, "t", cwd=folder)
    assert "arning" not in said, said
    assert "rror" not in said, said
    made = (folder / "t.bbl").read_text("utf-8")
    assert "{曹廷}" in made
    assert "{程弋洋}" in made
    assert HAN_TITLE in made


def test_biber_finds_nothing_but_the_translator_of_an_online_work(biblatex_file: Path) -> None:
    said = ran(program("biber"), "--tool", "--validate-datamodel", biblatex_file.name, cwd=biblatex_file.parent)
    warnings = [line for line in said.splitlines() if line.startswith(("WARN", "ERROR"))]
    assert [line for line in warnings if "Invalid field 'translator' for entrytype 'online'" not in line] == []
    assert "Output to" in said


@pytest.mark.parametrize("style", ["authoryear", "apa", "chicago-notes", "gb7714-2015"])
def test_latex_prints_every_character(style: str, biblatex_file: Path) -> None:
    xelatex, biber, pdftotext = program("xelatex"), program("biber"), program("pdftotext")
    folder = biblatex_file.parent
    package = "\\usepackage[notes,backend=biber]{biblatex-chicago}"
    if style != "chicago-notes":
        package = f"\\usepackage[style={style},backend=biber]{{biblatex}}"
    (folder / "t.tex").write_text(
        "\\documentclass{article}\\usepackage{xeCJK}\\setCJKmainfont{FandolSong-Regular.otf}"
        f"\\usepackage[american]{{babel}}\\usepackage{{csquotes}}{package}\n\\addbibresource{{b.bib}}\\begin{{document}}\\nocite{{*}}"
        "\\cite[12]{cao2023china}\n\\printbibliography\\end{document}\n"
    )
    first = ran(xelatex, "-interaction=nonstopmode", "t.tex", cwd=folder)
    if "not found" in first:
        pytest.skip(f"LaTeX lacks a file: {re.findall('.*not found.*', first)[0]}")
    ran(biber, "t", cwd=folder)
    said = ran(xelatex, "-interaction=nonstopmode", "t.tex", cwd=folder)
    assert not re.findall(r"^! .*", said, re.M), re.findall(r"^! .*", said, re.M)
    log = (folder / "t.log").read_text("utf-8", errors="replace")
    missing = [line for line in re.findall(r"Missing character: There is no (.)", log) if line not in "\x07^"]
    assert missing == []
    ran(pdftotext, "-layout", "t.pdf", cwd=folder)
    printed = re.sub(r"\s+", "", (folder / "t.txt").read_text("utf-8"))
    assert "曹廷" in printed
    assert "程弋洋" in printed
    assert "廷曹" not in printed
    assert re.sub("[“”]", "", HAN_TITLE) in re.sub("[“”]", "", printed)
    assert "China–LatinAmerica" in printed
    assert re.search("[Tt]rans", printed) or "译" in printed
    assert "50%" in printed
    assert "&étail" in printed


def _expected() -> list[dict[str, Any]]:
    return [
        {"key": "cao2023china", "title": TITLE, "url": "https://example.org/interpret", "date": "2023-08-05", "authors": 2},
        {"key": "cao2023bainian", "title": HAN_TITLE, "url": None, "date": "2023-08-05", "authors": 2},
        {"key": "vanderberg2019reading", "title": "Reading Ports & Tides: A 50% Solution", "date": "2019-04", "authors": 1},
        {"key": "obrienandsonsno2001b50", "title": AWKWARD.text, "url": "https://example.org/a_b%20c#d&e~f", "date": "2001"},
    ]


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'")


def _compare(read: list[dict[str, Any]]) -> None:
    by_title = {_plain(entry["title"]): entry for entry in read}
    for wanted in _expected():
        entry = by_title[_plain(wanted["title"])]
        assert entry.get("url") == wanted.get("url")
        assert entry["date"] == wanted["date"]
        if "authors" in wanted:
            assert len(entry["authors"]) == wanted["authors"]
    assert by_title[_plain(HAN_TITLE)]["authors"] == ["曹廷", "程弋洋"]
    assert by_title[_plain(TITLE)]["authors"] == ["Cao|Ting", "Cheng|Yiyang"]
    for source in others():
        assert source.title
        entry = by_title[_plain(source.title.text)]
        assert entry["date"] == source.issued
        assert entry.get("url") == source.url
        assert entry["authors"] == [_in_file(agent, source) for agent in source.authors]


def _in_file(agent: Agent, source: Source) -> str:
    name = agent.name("Hani" if source.language == "zh" else "Latn")
    return name.text if name.literal or name.script == "Hani" else f"{name.family}|{name.given}"


def test_javascript_readers(biblatex_file: Path) -> None:
    node = program("node")
    modules = os.environ.get("PINQUOTE_NODE_MODULES", "")
    if not (Path(modules) / "@retorquere" / "bibtex-parser").is_dir():
        pytest.skip("PINQUOTE_NODE_MODULES does not name a folder with @retorquere/bibtex-parser")
    script = Path(__file__).with_name("read_bib.mjs")
    read = json.loads(ran(node, str(script), str(biblatex_file), modules, cwd=biblatex_file.parent))
    _compare(read["bibtex-parser"])
    _compare(read["citation-js"])


def test_pandoc(biblatex_file: Path) -> None:
    pypandoc = pytest.importorskip("pypandoc", reason="pypandoc-binary is not installed")
    command = [pypandoc.get_pandoc_path(), "-f", "biblatex", "-t", "csljson", biblatex_file.name]
    items = json.loads(ran(*command, cwd=biblatex_file.parent))
    # pandoc applies sentence case to English titles, so titles are compared without case
    titles = {_plain(item["title"]).lower() for item in items}
    assert titles >= {_plain(wanted["title"]).lower() for wanted in _expected()[:3]}
    assert titles >= {_plain(source.title.text).lower() for source in others() if source.title}
    by_id = {item["id"]: item for item in items}
    assert by_id["cao2023bainian"]["author"] == [{"literal": "曹廷"}, {"literal": "程弋洋"}]
    assert by_id["cao2023china"]["author"][0] == {"family": "Cao", "given": "Ting"}
    assert by_id["cao2023china"]["original-title"] == HAN_TITLE
    assert by_id["cao2023china"]["URL"] == "https://example.org/interpret"


def test_bibtexparser(bibtex_file: Path) -> None:
    import bibtexparser

    library = bibtexparser.parse_file(str(bibtex_file))
    assert library.failed_blocks == []
    assert len(library.entries) == len(sources())
    assert library.entries_dict["cao2023bainian"]["title"] == HAN_TITLE


def test_rispy(tmp_path: Path) -> None:
    rispy = pytest.importorskip("rispy", reason="rispy is not installed")
    first, original, journal, *rest = rispy.loads(export(sources(), "ris"))
    assert len(rest) == len(others()) + 1
    for read, source in zip(rest[1:], others(), strict=True):
        assert source.title
        assert read["title"] == source.title.text
        assert len(read["authors"]) == len(source.authors)
    assert first["authors"] == ["Cao, Ting", "Cheng, Yiyang"]
    assert first["subsidiary_authors"] == ["CSIS Interpret: China"]
    assert original["authors"] == ["曹, 廷", "程, 弋洋"]
    assert (journal["start_page"], journal["end_page"]) == ("101", "118")


def test_the_csl_schema(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    path = os.environ.get("PINQUOTE_CSL_DATA_SCHEMA", "")
    if not Path(path).is_file():
        pytest.skip("PINQUOTE_CSL_DATA_SCHEMA does not name csl-data.json of the CSL schema")
    jsonschema.validate(json.loads(export(sources(), "csl-json")), json.loads(Path(path).read_text("utf-8")))
