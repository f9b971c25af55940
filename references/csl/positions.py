"""Where a cite stands among those before it (CSL 1.0.2, "Choose", position; "Note-style" and near-note-distance)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .compiler import CompiledStyle, whole_number


def positioned(clusters: Sequence[Mapping[str, Any]], style: CompiledStyle) -> list[dict[str, Any]]:
    """The clusters with each cite's position: first, subsequent, ibid, ibid-with-locator, near-note ("Locators", "Choose").

    A cluster with ``noteIndex`` 0 stands in the text; in a note style cites in the text and in notes are counted apart. A cite
    that says its own position keeps it.
    """
    near = whole_number(style.citation.options.get("near-note-distance"), 5) or 0
    in_notes = style.options.get("class") == "note"
    seen: dict[bool, _Seen] = {False: _Seen(), True: _Seen()}
    out = []
    for index, cluster in enumerate(clusters, 1):
        note = int(cluster.get("properties", {}).get("noteIndex", index if in_notes else 0) or 0)
        state = seen[bool(note)]
        made: list[dict[str, Any]] = []
        for place, cite in enumerate(cluster["citationItems"]):
            key = str(cite["id"])
            fields: dict[str, Any] = {**cite}
            if "position" not in fields:
                if key not in state.first:
                    fields["position"] = "first"
                else:
                    near_by = note == state.note or (note - state.note == 1 and not state.crowded)
                    before = made[place - 1] if place else _cite_before(state, note) if near_by else None
                    fields["position"] = _relation(cite, before)
                    fields["near-note"] = note - state.last.get(key, note) <= near
            if state.first.get(key, note) != note:
                # the number of a preceding note; in the note itself there is nothing to refer to
                fields.setdefault("first-reference-note-number", state.first[key])
            state.first.setdefault(key, note)
            state.last[key] = note
            made.append(fields)
        # in a note that holds several citations no later "ibid." can tell which one is meant
        state.crowded = bool(note) and state.note == note
        state.previous, state.note = made, note
        out.append({**cluster, "citationItems": made})
    return out


def _cite_before(state: _Seen, note: int) -> Mapping[str, Any] | None:
    """What the first cite of a citation follows: the one cite of the note before; in the same note, or in the text, the last cite
    of the citation before.
    """
    return state.previous[-1] if len(state.previous) == 1 or (state.previous and note == state.note) else None


class _Seen:
    """What was cited so far, in the text or in notes."""

    __slots__ = ("crowded", "first", "last", "note", "previous")

    def __init__(self) -> None:
        self.first: dict[str, int] = {}
        self.last: dict[str, int] = {}
        self.previous: list[dict[str, Any]] = []
        self.note = 0
        self.crowded = False


def _relation(cite: Mapping[str, Any], before: Mapping[str, Any] | None) -> str:
    """The position of a cite whose item was cited before, from the cite directly before it."""
    if before is None or str(before["id"]) != str(cite["id"]):
        return "subsequent"
    own, other = _locator(cite), _locator(before)
    if other:
        if not own:
            return "subsequent"
        return "ibid" if own == other else "ibid-with-locator"
    return "ibid-with-locator" if own else "ibid"


def _locator(cite: Mapping[str, Any]) -> tuple[str, str] | None:
    value = str(cite.get("locator") or "").strip()
    return (str(cite.get("label") or "page"), value) if value else None
