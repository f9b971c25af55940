"""Quoted speech inside a text: where the words of someone else begin and end.

An ellipsis may not join words of one speaker to those of another or of the author, since its reader takes them for one voice's.
"""

from __future__ import annotations

from collections.abc import Iterator

_PAIRS = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄", "‘": "’", '"': '"'}
_CLOSING = frozenset("".join(_PAIRS.values()))


def speech_edges(text: str) -> Iterator[tuple[int, int]]:
    """(position of the quotation mark, 1 or -1) for every pair of quotation marks of ``text``, in order of the text.

    A mark without its other half is none. An apostrophe is told from a closing mark by the letter behind it; straight single
    marks are taken for apostrophes.
    """
    opened: list[int] = []
    edges: list[tuple[int, int]] = []
    for i, c in enumerate(text):
        if opened and c in _PAIRS[text[opened[-1]]] and not (c == "’" and text[i + 1 : i + 2].isalpha()):
            edges += [(opened.pop(), 1), (i, -1)]
        elif opened and c in _CLOSING and len(opened) > 1 and c in _PAIRS[text[opened[-2]]]:
            # an inner mark was left open
            opened.pop()
            edges += [(opened.pop(), 1), (i, -1)]
        elif c in _PAIRS:
            opened.append(i)
    yield from sorted(edges)
