"""Citations and bibliographies from CSL styles (Citation Style Language 1.0.2) and CSL-JSON items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ..errors import CitationError, UnknownFormat, UnknownItem
from ..styles import Style, resolve
from .engine import Cluster, Engine, Formatted, Item
from .locales import check_locale

Output = Literal["text", "html", "markdown", "latex"]
#: The outputs a citation can be written in.
OUTPUTS: tuple[str, ...] = ("text", "html", "markdown", "latex")
#: The engines that can render.
ENGINES: tuple[str, ...] = ("citeproc-py", "pinquote")

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
    style's own default (else ``en-US``); with ``keep_locators`` a locator is printed beside its cite in a style that has no
    place for one; ``output`` one of :data:`OUTPUTS`. Problems in the data are in :attr:`warnings`,
    never on a stream. Raises the errors of :mod:`references.errors`.
    """

    def __init__(
        self,
        style: str | Path | Style,
        items: Sequence[Item],
        locale: str | None = None,
        output: str = "html",
        engine: str = "pinquote",
        keep_locators: bool = False,
    ) -> None:
        if output not in OUTPUTS:
            raise UnknownFormat(output, OUTPUTS)
        self.style = resolve(style)
        self.locale = locale or self.style.default_locale or "en-US"
        self.output = output
        if locale is not None:
            check_locale(locale)
        self._known = {str(item["id"]) for item in items}
        self._engine = _engine(engine, self.style, items, self.locale, keep_locators)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What in the items could not be read, one sentence each."""
        return tuple(self._engine.warnings)

    def cite(self, clusters: Sequence[Any]) -> list[str]:
        """The document's clusters in order, rendered.

        A cluster is a list of cites (``{"id": …, "locator": …, "label": …, "prefix": …, "suffix": …}``), or a mapping with
        that list under ``citationItems``, and under ``properties`` the ``noteIndex`` (0 for the text). First and later cites of
        an item follow from the order.
        """
        return [rich.written(self.output) for rich in self._rendered(clusters)]

    def render(self, clusters: Sequence[Any]) -> list[Formatted]:
        """As :meth:`cite`, in a form that writes all outputs."""
        return list(self._rendered(clusters))

    def _rendered(self, clusters: Sequence[Any]) -> Iterable[Formatted]:
        normal = [_normal(cluster) for cluster in clusters]
        for cluster in normal:
            for cite in cluster["citationItems"]:
                if str(cite["id"]) not in self._known:
                    raise UnknownItem(f"a cluster cites {cite['id']!r}, which is not among the items")
        return self._engine.cite(normal)

    def bibliography(self) -> Bibliography:
        """The entries of what was cited, or of all items where nothing was."""
        entries = tuple(Entry(key, rich.written(self.output)) for key, rich in self._engine.bibliography())
        return Bibliography(entries, self._engine.parameters())

    def entries(self) -> list[tuple[str, Formatted]]:
        """(id, entry) in a form that writes all outputs."""
        return list(self._engine.bibliography())

    def term(self, name: str, form: str | None = None) -> str:
        """A term of the style's locale, such as ``note`` in its ``short`` form; empty where there is none."""
        return self._engine.term(name, form)


def _engine(name: str, style: Style, items: Sequence[Item], locale: str, keep_locators: bool) -> Engine:
    if name == "pinquote":
        from .processor import Pinquote

        return Pinquote(style.path, items, locale, keep_locators)
    if name != "citeproc-py":
        raise UnknownFormat(name, ENGINES)
    from .citeproc_py import CiteprocPy

    return CiteprocPy(style.path, items, locale)


def _normal(cluster: Any) -> Cluster:
    cites = cluster.get("citationItems") if isinstance(cluster, Mapping) else cluster
    if not isinstance(cites, list | tuple) or not all(isinstance(c, Mapping) and "id" in c for c in cites):
        raise CitationError("a cluster is a list of cites, each with an id, or has such a list under citationItems")
    properties = cluster.get("properties") if isinstance(cluster, Mapping) else None
    return {"citationItems": list(cites), "properties": dict(properties or {})}
