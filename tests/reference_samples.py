"""Records for the tests of citations: the article's, and a made-up one of another shape with a small document."""

from __future__ import annotations

from provenance import Agent, Attribution, Document, LayerText, Marker, Name, Segment, Source, Title, body

HAN_TITLE = "百年变局下的中拉“ 一带一路” 合作"
TITLE = "China–Latin America “Belt and Road” Cooperation in the Context of Changes Unseen in a Century"
PAGE_LINE = (
    "曹廷 (Cao Ting), 程弋洋 (Cheng Yiyang). "
    '"China–Latin America “Belt and Road” Cooperation in the Context of Changes Unseen in a Century '
    '[百年变局下的中拉“ 一带一路” 合作]". CSIS Interpret: China, original work published in Fudan University Institute of '
    "International Studies [复旦大学国际问题研究院], August 5, 2023"
)


def _person(family: str, given: str, han_family: str, han_given: str) -> Agent:
    return Agent(names=(Name(family=han_family, given=han_given), Name(family=family, given=given)))


def article() -> Source:
    """The translation; its date and URL are unknown."""
    authors = (_person("Cao", "Ting", "曹", "廷"), _person("Cheng", "Yiyang", "程", "弋洋"))
    original = Source(
        id="cao-cheng-2023-zh",
        type="report",
        title=Title(text=HAN_TITLE, language="zh"),
        authors=authors,
        publisher=body("Fudan University Institute of International Studies", "复旦大学国际问题研究院"),
        issued="2023-08-05",
        language="zh",
    )
    return Source(
        id="cao-cheng-2023",
        type="webpage",
        title=Title(text=TITLE, language="en"),
        authors=authors,
        translators=(body("CSIS Interpret: China"),),
        container_title="CSIS Interpret: China",
        language="en",
        translation_of=original,
    )


def journal_article() -> Source:
    """A made-up article in English, not translated, by one author whose given name comes first."""
    return Source(
        id="okafor-2019",
        type="article-journal",
        title=Title(text="Reading Ports & Tides: A 50% Solution", language="en"),
        authors=(Agent(names=(Name(family="van der Berg", given="Ngozi Jean-Luc", suffix="Jr."),)),),
        container_title="Journal of Harbour Studies",
        volume="12",
        issue="3",
        pages="101-118",
        issued="2019-04",
        doi="10.1000/xyz_123",
        language="en",
    )


def document(source: Source | None = None) -> Document:
    """A small document: paragraphs p1, p12 (with markers 25 and 26), a heading, a summary and a note."""
    source = source or article()
    apparatus = Attribution(part="apparatus", authors=(body("CSIS Interpret: China"),))

    def layers(en: str, zh: str | None, markers: tuple[int, ...] = (), who: Attribution | None = None) -> dict[str, LayerText]:
        calls = tuple(Marker(number=n, segment="p12", layer="en", offset=3 + i, form=str(n)) for i, n in enumerate(markers))
        made = {"en": LayerText.of(en, who, calls)}
        if zh is not None:
            made["zh"] = LayerText.of(zh)
        return made

    return Document(
        id=source.id,
        source=source,
        segments=(
            Segment(id="s1", kind="summary", layers=layers("The page sums the article up.", None, who=apparatus)),
            Segment(id="h1", kind="heading", layers=layers("Ports", "港口")),
            Segment(id="p1", kind="paragraph", layers=layers("Ships came in at dawn.", "船在黎明时进港。")),
            Segment(id="p12", kind="paragraph", layers=layers("The tide was late that year.", "那一年潮水来得晚。", (25, 26))),
            Segment(id="n4", kind="note", layers=layers("See the harbour book.", None)),
        ),
    )
