"""Names in a second script as BibLaTeX's data annotations (Lehman, Kime, Wemheuer and Moewes, "The biblatex Package", 3.7).

``author+an = {1="曹廷"}`` annotates the first author; ``author+an:hani = {1:family="曹"; 1:given="廷"}`` its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from provenance import Agent, Name

from .fieldreading import decode
from .fieldtext import encode

_ITEM = re.compile(r'(\d+)(?::(\w+))?="([^"]*)"')


def write_items(texts: Iterable[str]) -> str:
    """An annotation of a list's items; empty texts annotate nothing."""
    return "; ".join(f'{i}="{_quoted(text)}"' for i, text in enumerate(texts, 1) if text)


def write_parts(names: Iterable[Name | None]) -> str:
    """An annotation of the parts of a list's names."""
    parts = [(i, part, getattr(name, part)) for i, name in enumerate(names, 1) if name for part in ("family", "given")]
    return "; ".join(f'{i}:{part}="{_quoted(text)}"' for i, part, text in parts if text)


def _quoted(text: str) -> str:
    # Biber splits at semicolons before it looks at quotation marks
    return encode(text).replace('"', r"\symbol{34}").replace(";", r"\symbol{59}")


def read(value: str) -> dict[tuple[int, str], str]:
    """(item, part or "") → text, items counted from 1."""
    return {(int(i), part): decode(text) for i, part, text in _ITEM.findall(value)}


#: (number of the item, name of its part or "") → text.
Annotations = Mapping[tuple[int, str], str]


def with_annotations(agents: Sequence[Agent], whole: Annotations, parts: Annotations) -> list[Agent]:
    """``agents`` with the names in Han that annotations give; a person's own name, in Han, is its first."""
    out = []
    for i, agent in enumerate(agents, 1):
        family, given = parts.get((i, "family")), parts.get((i, "given"))
        if family or given:
            han = Name(family=family, given=given)
            others = tuple(n for n in agent.names if n.text != han.text)
            out.append(Agent(names=(han, *others)))
        elif text := whole.get((i, "")):
            name = Name(literal=text)
            out.append(agent.model_copy(update={"names": (name, *agent.names)}))
        else:
            out.append(agent)
    return out
