from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ManuscriptError
from corpus.manuscripts.model import Manuscript
from corpus.manuscripts.reading import read_manuscript


def refusal(path: Path) -> str:
    with pytest.raises(ManuscriptError) as caught:
        read_manuscript(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    return message.removeprefix(str(path))


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def assert_the_way_back_holds(manuscript: Manuscript) -> None:
    """Each run of a block is what the file has there."""
    for block in manuscript.blocks:
        for run in block.runs:
            if run.width is None:
                assert manuscript.source[run.source : run.source_end] == block.text[run.at : run.at + run.length]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.md", b"", ": the file is empty; expected Markdown in UTF-8"),
        ("a.txt", b"%PDF-1.7 ...", ": this is a PDF file; expected plain text in UTF-8"),
        ("a.txt", b"abc\x00def", ": this is a binary file: NUL at byte 3; expected plain text in UTF-8"),
        ("a.md", "他们没有来。我们走了。".encode("gb18030"), "looks like GB18030; convert it to UTF-8"),
        ("a.odt", b"PK", ": the format of this file is not known by its name; expected .docx, .md, .tex, .html, .txt or .pdf"),
        ("a.md", b"```\ncode\n```\n", ": there is no text in this file"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    assert refusal(written(tmp_path, name, data)).endswith(said)


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.md") == ": No such file or directory"
    folder = tmp_path / "folder.md"
    folder.mkdir()
    assert refusal(folder) == ": this is a folder; expected a file"


def test_the_format_can_be_given(tmp_path: Path) -> None:
    manuscript = read_manuscript(written(tmp_path, "README", "> Words."), format="markdown")
    assert [(b.text, b.is_quotation) for b in manuscript.blocks] == [("Words.", True)]
