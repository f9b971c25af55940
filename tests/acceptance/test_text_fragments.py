"""Links to words, followed by headless Chromium on a page of our own with both languages and footnote markers in it."""

from __future__ import annotations

import html
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

import corpus
from provenance import Document, LayerText
from provenance.selectors import utf16_span
from provenance.text_fragments import text_fragment_link

from ..conftest import ROOT
from .browser import Browser, absent, browser

pytestmark = pytest.mark.skipif(absent() is not None, reason=absent() or "")

PER_LANGUAGE = 60
#: Spans that browsers and links make much of: repeated phrases, quotation marks, dashes, numbers, hyphens, markers, near twins.
CHOSEN = {
    "en": [
        ("p1", "well-made, cross-checked, and – so the printers say – “never once late.”"),
        ("p1", "every year since 1961. The tables"),
        ("p1", "Nobody in the town"),
        ("p2", "Built on trust"),
        ("p2", "trust and on habit"),
        ("p2", "and on habit, the work is done by eleven people, nine of them part-time"),
        ("p2", "at half past six"),
        ("p4", "4.83 metres again"),
        ("p4", "4.38 metres"),
        ("p4", "The difference of 0.45 metres, a reader wrote, “is the height of my dog.”"),
        ("p4", "the dog is 0.54 metres tall."),
        ("p5", "O’Shea-Vance"),
        ("p5", "the river is welcome to listen.”"),
        ("p7", "the method of 1987"),
        ("p7", "The method of 1961 used pencils"),
        ("p7", "In the method of 1961"),
        ("p9", "granted for 5 years"),
        ("p8", "lapses when the press is sold"),
        ("p10", "(n = 318)"),
        ("p10", "“for the pictures” – there are none – and “in case.”"),
        ("p11", "than any novel. The librarian"),
        ("p11", "post-war"),
        ("p12", "“a swindle/a wonder.”"),
        ("p13", "return of post with a picture"),
        ("p15", "¥11,200 went on paper, ¥5,940"),
        ("p16", "It has been proposed to print only one side. It has been proposed"),
        ("p17", "until half past six"),
        ("p17", "a promise need not be near"),
    ],
    "zh": [
        ("p1", "反复核对，而且——印刷工人说——“从来没有晚过一次”。"),
        ("p1", "年年刊印潮汐表。这些表"),
        ("p1", "城里没有人"),
        ("p2", "建立在信任"),
        ("p2", "信任和习惯"),
        ("p2", "和习惯之上，由十一个人完成，其中九人是兼职"),
        ("p2", "六点半"),
        ("p4", "又是4.83米"),
        ("p4", "高潮位2019年"),
        ("p4", "0.45米的差距“正好是我家狗的高度”"),
        ("p4", "狗高0.54米。"),
        ("p5", "万斯"),
        ("p5", "河愿意听就听。”"),
        ("p7", "1987年的方法"),
        ("p7", "按照1961年"),
        ("p7", "又叫作海鸥了"),
        ("p9", "有效期为5年"),
        ("p8", "印刷所出售时失效"),
        ("p10", "318"),
        ("p10", "书里没有图——还有“以防万一”"),
        ("p11", "都多。图书管理员"),
        ("p11", "后诗"),
        ("p12", "低潮位的差而九岁的孩子"),
        ("p13", "明信片当天答复"),
        ("p15", "11200元，油墨5940元"),
        ("p16", "有人提议只印一面。索雷尔"),
        ("p17", "考虑到六点半"),
        ("p17", "而承诺不必离"),
    ],
}


@dataclass(frozen=True)
class Case:
    segment: str
    layer: str
    start: int
    end: int


def cases(known: Document, layer: str) -> list[Case]:
    """All paragraphs whole, the chosen spans, and spans cut anywhere."""
    texts = {s.id: str(s.layers[layer].text) for s in known.segments if s.kind == "paragraph"}
    made = [Case(identity, layer, 0, len(text)) for identity, text in texts.items()]
    for identity, words in CHOSEN[layer]:
        start = texts[identity].index(words)
        made.append(Case(identity, layer, start, start + len(words)))
    dice = random.Random(7)
    lengths = (4, 60) if layer == "zh" else (12, 200)
    while len(made) < PER_LANGUAGE:
        identity, text = dice.choice(list(texts.items()))
        start = dice.randrange(len(text) - 4)
        made.append(Case(identity, layer, start, min(len(text), start + dice.randint(*lengths))))
    return made


# ---------------------------------------------------------------------------------------------------------------- the page

STYLE = "body { padding: 2000px 0 } p { margin: 900px 0; width: 22em; line-height: 2 }"


def block(layer: LayerText, own: str, tag: str) -> str:
    text, at, pieces = str(layer.text), 0, []
    for marker in layer.markers:
        pieces.append(html.escape(text[at : marker.offset]))
        pieces.append(f'<sup><a href="#n{marker.number}">{marker.number}</a></sup>')
        at = marker.offset
    return f'<p id="{own}-{tag}" lang="{tag}">{"".join(pieces)}{html.escape(text[at:])}</p>'


def rendered(known: Document) -> str:
    blocks = "\n".join(block(layer, segment.id, tag) for segment, tag, layer in known.texts())
    title = html.escape(known.title)
    return f'<!doctype html><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>\n<h1>{title}</h1>\n{blocks}\n'


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[str, Document]]:
    known = corpus.read(ROOT / "tests" / "material" / "tide-tables.txt")
    page = rendered(known).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/report", known
        server.shutdown()


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


#: Where the browser stands, in the middle of the window: on which block, and on which line of it, counted from its top; and
#: on which lines the wanted words are. Nothing but a text directive scrolls this page.
LOOK = """
const [own, start, end] = arguments, wanted = document.getElementById(own);
const lines = document.createTreeWalker(wanted, NodeFilter.SHOW_TEXT, n => n.parentElement.closest('sup') ? 2 : 1);
const range = document.createRange();
let at = 0, open = false;
for (let node = lines.nextNode(); node; at += node.length, node = lines.nextNode()) {
  if (!open && at + node.length > start) { range.setStart(node, start - at); open = true; }
  if (at + node.length >= end) { range.setEnd(node, end - at); break; }
}
const middle = innerHeight / 2, box = range.getBoundingClientRect();
const blocks = [...document.querySelectorAll('p')];
const seen = blocks.find(p => { const r = p.getBoundingClientRect(); return r.top <= middle + 20 && r.bottom >= middle - 20; });
return [scrollY > 0, seen ? seen.id : null, box.top - 20 <= middle && middle <= box.bottom + 20];
"""


def followed(window: Browser, address: str, link: str, known: Document, case: Case, number: int) -> Any:
    # another query each time: a new page, not a jump within the old one
    window.open(link.replace("https://tides.example/report", f"{address}?{number}"))
    text = str(known.segment(case.segment).layers[case.layer].text)
    return window.run(LOOK, f"{case.segment}-{case.layer}", *utf16_span(text, case.start, case.end))


@pytest.mark.parametrize(("layer", "least"), [("en", 58), ("zh", 55)])
def test_links_land_on_their_paragraph(layer: str, least: int, site: tuple[str, Document], window: Browser) -> None:
    address, known = site
    right, words, nowhere, wrong = 0, 0, [], []
    for number, case in enumerate(cases(known, layer)):
        link = text_fragment_link(known, f"{case.segment}@{case.layer};cp={case.start}-{case.end}")
        moved, seen, on_words = followed(window, address, link, known, case, number) if link else (False, None, False)
        if not moved:
            nowhere.append((case, link))
        elif seen == f"{case.segment}-{case.layer}":
            right += 1
            words += on_words
        else:
            wrong.append((case, link, seen))
    print(f"{layer}: {right} of {PER_LANGUAGE} on the right paragraph, {words} on the words; nowhere {nowhere}; wrong {wrong}")
    assert not wrong
    assert right >= least, nowhere
    assert words == right


def test_without_our_care_a_link_lands_nowhere(site: tuple[str, Document], window: Browser) -> None:
    """The page can tell: a part that runs across a marker, or begins within a word, is not found."""
    address, known = site
    case = Case("p2", "en", 0, 14)
    for number, directive in enumerate(("Built%20on%20trust%20and%20on", "uilt%20on", "Built%20on")):
        moved, seen, _ = followed(window, address, f"https://tides.example/report#:~:text={directive}", known, case, number)
        assert (moved, seen) == ((True, "p2-en") if directive == "Built%20on" else (False, None))
