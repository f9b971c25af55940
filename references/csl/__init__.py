"""Citations and bibliographies from CSL styles (Citation Style Language 1.0.2) and CSL-JSON items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ..errors import CitationError, UnknownFormat
from ..styles import Style, resolve
from .engine import Cite, Engine, Item
from .markup import Rich

Output = Literal["text", "html", "markdown", "latex"]
#: The outputs a citation can be written in.
OUTPUTS: tuple[str, ...] = ("text", "html", "markdown", "latex")
#: The engines that can render.
ENGINES: tuple[str, ...] = ("citeproc-py",)

__all__ = ["ENGINES", "OUTPUTS", "Bibliography", "Entry", "Output", "Processor"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a bibliography: the item's id and its text in the processor's output."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The entries in the order of the style, and its layout parameters (CSL 1.0.2, "Bibliography-specific Options")."""

    entries: tuple[Entry, ...]
    parameters: dict[str, Any] = field(default_factory=dict)


class Processor:
    """Renders one document's citations.

    ``style`` is a CSL id, a short name or a path; ``items`` are CSL-JSON items; ``locale`` a locale tag, or None for the
    style's own default (else ``en-US``); ``output`` one of :data:`OUTPUTS`. Problems in the data are in :attr:`warnings`,
    never on a stream. Raises the errors of :mod:`references.errors`.
    """

    def __init__(
        self,
        style: str | Path | Style,
        items: Sequence[Item],
        locale: str | None = None,
        output: str = "html",
        engine: str = "citeproc-py",
    ) -> None:
        if output not in OUTPUTS:
            raise UnknownFormat(output, OUTPUTS)
        self.style = resolve(style)
        self.locale = locale or self.style.default_locale or "en-US"
        self.output = output
        self._engine = _engine(engine, self.style, items, self.locale)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What in the items could not be read, one sentence each."""
        return tuple(self._engine.warnings)

    def cite(self, clusters: Sequence[Any]) -> list[str]:
        """The document's clusters in order, rendered.

        A cluster is a list of cites (``{"id": …, "locator": …, "label": …, "prefix": …, "suffix": …}``), or a mapping with
        that list under ``citationItems``. First and later cites of an item follow from the order.
        """
        return [rich.written(self.output) for rich in self.render(clusters)]

    def render(self, clusters: Sequence[Any]) -> list[Rich]:
        """As :meth:`cite`, in a form that writes all outputs."""
        return self._engine.cite([_cites(cluster) for cluster in clusters])

    def bibliography(self) -> Bibliography:
        """The entries of what was cited, or of all items where nothing was."""
        entries = tuple(Entry(key, rich.written(self.output)) for key, rich in self.entries())
        return Bibliography(entries, self._engine.parameters())

    def entries(self) -> list[tuple[str, Rich]]:
        """(id, entry) in a form that writes all outputs."""
        return self._engine.bibliography()

    def term(self, name: str, form: str | None = None) -> str:
        """A term of the style's locale, such as ``note`` in its ``short`` form; empty where there is none."""
        return self._engine.term(name, form)


def _engine(name: str, style: Style, items: Sequence[Item], locale: str) -> Engine:
    if name != "citeproc-py":
        raise UnknownFormat(name, ENGINES)
    from .citeproc_py import CiteprocPy

    return CiteprocPy(style.path, items, locale)


def _cites(cluster: Any) -> list[Cite]:
    cites = cluster.get("citationItems") if isinstance(cluster, Mapping) else cluster
    if not isinstance(cites, list | tuple) or not all(isinstance(c, Mapping) and "id" in c for c in cites):
        raise CitationError("a cluster is a list of cites, each with an id, or has such a list under citationItems")
    return list(cites)
