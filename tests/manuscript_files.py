"""One manuscript in every format: a small subset of Markdown written as .docx, .html, .tex, .txt and .pdf.

The subset: ``#`` headings, paragraphs on one line each, ``>`` block quotations, ``*emphasis*``, ``[^1]`` footnotes. Run as
``python -m tests.manuscript_files PAPER.md FOLDER`` it writes the files beside each other.
"""

from __future__ import annotations

import html
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

Kind = Literal["heading", "paragraph", "quotation", "note"]

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_W += ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_W += ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def parts(markdown: str) -> Iterator[tuple[Kind, str, str]]:
    """(kind, label, text) of each part: the label is that of a note; the paragraphs of one block quotation follow each other."""
    for block in re.split(r"\n\s*\n", markdown.strip()):
        if found := re.match(r"\[\^(\w+)\]:\s*", block):
            yield "note", found.group(1), block[found.end() :]
        elif block.startswith("#"):
            yield "heading", "", block.lstrip("# ")
        elif block.startswith(">"):
            for paragraph in re.split(r"\n>[ ]*\n", block):
                yield "quotation", "", re.sub(r"^>[ ]?", "", paragraph, flags=re.M).replace("\n", " ")
        else:
            yield "paragraph", "", block


def as_html(markdown: str) -> str:
    out = ["<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>A paper</title></head><body>"]
    tags = {"heading": "h2", "paragraph": "p", "note": "p"}
    for kind, label, text in parts(markdown):
        words = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", html.escape(text, quote=False))
        words = re.sub(r"\[\^(\w+)\]", r'<sup><a href="#fn\1" id="ref\1">\1</a></sup>', words)
        if kind == "quotation":
            out.append(f"<blockquote><p>{words}</p></blockquote>")
        elif kind == "note":
            out.append(f'<p id="fn{label}">{words} <a href="#ref{label}">↩</a></p>')
        else:
            out.append(f"<{tags[kind]}>{words}</{tags[kind]}>")
    return "\n".join([*out, "</body></html>\n"])


def as_latex(markdown: str) -> str:
    found = list(parts(markdown))
    notes = {label: _tex(text) for kind, label, text in found if kind == "note"}
    out = ["\\documentclass{article}", "\\begin{document}", ""]
    for kind, _, text in found:
        words = re.sub(r"\[\\\^\{\}(\w+)\]", lambda m: "\\footnote{" + notes[m.group(1)] + "}", _tex(text))
        if kind == "heading":
            out += [f"\\section{{{words}}}", ""]
        elif kind == "quotation":
            out += ["\\begin{quote}", words, "\\end{quote}", ""]
        elif kind == "paragraph":
            out += [words, ""]
    return "\n".join([*out, "\\end{document}", ""])


def _tex(text: str) -> str:
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\^{}", "…": r"\ldots{}", '"': r"\textquotedbl{}"}
    words = "".join(special.get(c, "\\" + c if c in "%&$#_{}" else c) for c in text)
    words = words.replace("“", "``").replace("”", "''").replace("‘", "`").replace("’", "'")
    return re.sub(r"\*([^*]+)\*", r"\\emph{\1}", words)


def as_text(markdown: str) -> str:
    out, headed = [], False
    for kind, label, text in parts(markdown):
        words = re.sub(r"\[\^(\w+)\]", r"[\1]", re.sub(r"\*([^*]+)\*", r"\1", text))
        if kind == "note" and not headed:
            out.append("Notes")
            headed = True
        out.append(f"[{label}] {words}" if kind == "note" else "    " * (kind == "quotation") + words)
    return "\n\n".join(out) + "\n"


def write_docx(
    path: Path, body: str, notes: str = "", *, extra: dict[str, str] | None = None, links: dict[str, str] | None = None
) -> None:
    """A Word file with this XML inside ``w:body`` and inside ``w:footnotes``; the least that Word opens."""
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
    )
    types += '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    for part, kind in (("document", "document.main"), ("styles", "styles"), ("footnotes", "footnotes")):
        types += f'<Override PartName="/word/{part}.xml" ContentType="{_WORDS}.{kind}+xml"/>'
    related = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for i, kind in enumerate(("styles", "footnotes"), 1)
    )
    related += "".join(
        f'<Relationship Id="{i}" Type="{_OFFICE}/hyperlink" Target="{escape(target)}" TargetMode="External"/>'
        for i, target in (links or {}).items()
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mein"><w:name w:val="My own"/><w:basedOn w:val="Zitat"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="In"><w:name w:val="Set in"/>'
        '<w:pPr><w:ind w:left="720" w:right="720"/></w:pPr></w:style>'
        '<w:style w:type="character" w:styleId="Vc"><w:name w:val="Verbatim Char"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sc"><w:name w:val="Source Code"/></w:style>'
    )
    separator = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    files = {
        "[Content_Types].xml": types + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        "word/document.xml": f"<w:document {_W}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        "word/footnotes.xml": f"<w:footnotes {_W}>{separator}{notes}</w:footnotes>",
    } | (extra or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, (2024, 3, 1, 12, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)


def save_docx(path: Path, markdown: str) -> None:
    found = list(parts(markdown))
    numbers = {label: i for i, label in enumerate((label for kind, label, _ in found if kind == "note"), 1)}
    styles = {"heading": "H1", "quotation": "Zitat", "paragraph": "Normal"}
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{styles[kind]}"/></w:pPr>{_runs(text, numbers)}</w:p>'
        for kind, _, text in found
        if kind != "note"
    )
    notes = "".join(
        f'<w:footnote w:id="{numbers[label]}"><w:p><w:r><w:footnoteRef/></w:r>{_runs(" " + text, numbers)}</w:p></w:footnote>'
        for kind, label, text in found
        if kind == "note"
    )
    write_docx(path, body, notes)


def save_pdf(path: Path, markdown: str) -> None:
    """A PDF whose notes stand in small print at the end."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=9)
    styles = {
        "paragraph": body,
        "heading": ParagraphStyle("heading", parent=body, fontSize=15, leading=20),
        "quotation": ParagraphStyle("quotation", parent=body, leftIndent=32, rightIndent=32),
        "note": ParagraphStyle("note", parent=body, fontSize=8, leading=10),
    }
    story = []
    for kind, label, text in parts(markdown):
        words = re.sub(r"\*([^*]+)\*", r"<i>\1</i>", html.escape(text, quote=False))
        words = re.sub(r"\[\^(\w+)\]", r"<super>\1</super>", words)
        words = re.sub(r"([\u2026\u2e80-\uffef]+)", r'<font name="STSong-Light">\1</font>', words).replace("\u2011", "-")
        style = styles[kind]
        if re.match(r"[\u2e80-\uffef]", text):
            style = ParagraphStyle("han", parent=style, wordWrap="CJK")
        story.append(Paragraph(f"<super>{label}</super> {words}" if label else words, style))
    SimpleDocTemplate(str(path)).build(story)


def _runs(text: str, notes: dict[str, int]) -> str:
    out = []
    for piece in re.split(r"(\*[^*]+\*|\[\^\w+\])", text):
        if found := re.fullmatch(r"\[\^(\w+)\]", piece):
            out.append(f'<w:r><w:footnoteReference w:id="{notes[found.group(1)]}"/></w:r>')
        elif piece:
            italic = "<w:rPr><w:i/></w:rPr>" if piece.startswith("*") else ""
            out.append(f'<w:r>{italic}<w:t xml:space="preserve">{escape(piece.strip("*"))}</w:t></w:r>')
    return "".join(out)


def save_all(markdown: str, folder: Path, name: str) -> dict[str, Path]:
    """The manuscript in all formats: ending → file."""
    files = {ending: folder / f"{name}.{ending}" for ending in ("md", "html", "tex", "txt", "docx", "pdf")}
    files["md"].write_text(markdown, encoding="utf-8")
    files["html"].write_text(as_html(markdown), encoding="utf-8")
    files["tex"].write_text(as_latex(markdown), encoding="utf-8")
    files["txt"].write_text(as_text(markdown), encoding="utf-8")
    save_docx(files["docx"], markdown)
    save_pdf(files["pdf"], markdown)
    return files


if __name__ == "__main__":
    paper = Path(sys.argv[1])
    save_all(paper.read_text(encoding="utf-8"), Path(sys.argv[2]), paper.stem)
