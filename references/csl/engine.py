"""The interface between :class:`references.csl.Processor` and whatever renders CSL.

An engine gets a located style, CSL-JSON items and a locale once, and then renders clusters of cites in document order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

#: A CSL-JSON item, and a cite of one: ``id``, and if wanted ``locator``, ``label``, ``prefix``, ``suffix``, ``position``.
Item = Mapping[str, Any]
Cite = Mapping[str, Any]


#: Cites that are printed together: ``citationItems``, a list of cites, and ``properties`` such as ``noteIndex``.
Cluster = Mapping[str, Any]


class Formatted(Protocol):
    """A rendered cluster or entry, in all outputs."""

    @property
    def text(self) -> str:
        """Without styles."""

    @property
    def html(self) -> str:
        """As HTML."""

    @property
    def markdown(self) -> str:
        """As CommonMark."""

    @property
    def latex(self) -> str:
        """As LaTeX."""

    def written(self, output: str) -> str:
        """In ``text``, ``html``, ``markdown`` or ``latex``."""


class Engine(Protocol):
    """What every engine offers."""

    warnings: list[str]

    def cite(self, clusters: Sequence[Cluster]) -> Iterable[Formatted]:
        """Each cluster of the document, rendered, in order; positions (first, subsequent, ibid) follow from the order.

        To be taken before the engine is asked for anything else.
        """

    def bibliography(self) -> Iterable[tuple[str, Formatted]]:
        """(item id, entry) in the order of the style; all items when nothing was cited."""

    def parameters(self) -> dict[str, Any]:
        """Layout of the bibliography: ``hanging-indent``, ``entry-spacing``, ``line-spacing``, ``second-field-align``."""

    def term(self, name: str, form: str | None = None) -> str:
        """A term of the locale, such as ``note`` in its ``short`` form; empty where there is none."""
