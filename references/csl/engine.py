"""The interface between :class:`references.csl.Processor` and whatever renders CSL.

An engine gets a located style, CSL-JSON items and a locale once, and then renders clusters of cites in document order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from .markup import Rich

#: A CSL-JSON item, and a cite of one: ``id``, and if wanted ``locator``, ``label``, ``prefix``, ``suffix``, ``position``.
Item = Mapping[str, Any]
Cite = Mapping[str, Any]


class Engine(Protocol):
    """What every engine offers."""

    warnings: list[str]

    def cite(self, clusters: Sequence[Sequence[Cite]]) -> list[Rich]:
        """Each cluster of the document, rendered, in order; positions (first, subsequent, ibid) follow from the order."""

    def bibliography(self) -> list[tuple[str, Rich]]:
        """(item id, entry) in the order of the style; all items when nothing was cited."""

    def parameters(self) -> dict[str, Any]:
        """Layout of the bibliography: ``hanging-indent``, ``entry-spacing``, ``line-spacing``, ``second-field-align``."""

    def term(self, name: str, form: str | None = None) -> str:
        """A term of the locale, such as ``note`` in its ``short`` form; empty where there is none."""
