"""``changes`` and ``follow``: what became of a document's segments, and where an older anchor leads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from provenance.likeness import Proposal
from provenance.reanchoring import Followed, Reanchoring

from . import output
from .app import JsonOption, LibraryOption, anchor, app, library
from .quoting import AnchorArgument


@app.command("changes")
def changes_command(
    identity: Annotated[str, typer.Argument(metavar="ID", help="A document whose words are held.")],
    library_path: LibraryOption = None,
    json: JsonOption = False,
) -> int:
    """Show what changed between the held versions of a document: segments moved, revised, split, merged, removed, inserted."""
    from ..history import history

    steps = history(library(library_path), identity)
    if json:
        output.as_json([_step(step) for step in steps])
        return 0
    for number, step in enumerate(steps, 1):
        typer.echo(f"version {number} → {number + 1}: {_counts(step)}")
        output.fields(_lines(step))
    if not steps:
        typer.echo(f"one version of {identity} is held")
    return 0


def _counts(step: Reanchoring) -> str:
    named = {"kept": step.kept, "moved": step.moved, "inserted": step.inserted, "removed": step.removed}
    return ", ".join(f"{len(ids)} {name}" for name, ids in named.items() if ids)


def _lines(step: Reanchoring) -> list[tuple[str, str | None]]:
    out: list[tuple[str, str | None]] = [("  moved", ", ".join(step.moved))]
    out += [("  revised", f"{r.segment}@{r.layer}  {output.difference(r.diff)}") for r in step.revised]
    for identity in step.removed:
        found = step.proposals_for(identity)
        out += [("  removed", f"{identity}  {_proposal(p)}") for p in found] or [("  removed", identity)]
    fresh = [i for i in step.inserted if i not in step.restored]
    return [*out, ("  restored", ", ".join(step.restored)), ("  inserted", ", ".join(fresh))]


def _proposal(proposal: Proposal) -> str:
    """A proposal in one line: what, where, how much alike, and what differs."""
    sides = f"{', '.join(proposal.old)} → {', '.join(proposal.new)}"
    differs = " ".join(f"{tag}: {output.difference(diff)}" for tag, diff in proposal.diff.items())
    return f"perhaps {proposal.step} {sides} ({proposal.score:.2f})" + (f"  {differs}" if differs else "")


def _step(step: Reanchoring) -> dict[str, Any]:
    return {
        "kept": step.kept,
        "moved": step.moved,
        "revised": [r.model_dump(mode="json") for r in step.revised],
        "inserted": step.inserted,
        "restored": step.restored,
        "removed": step.removed,
        "proposals": _proposals(step.proposals),
    }


def _proposals(proposals: Iterable[Proposal]) -> list[dict[str, Any]]:
    return [p.model_dump(mode="json") for p in proposals]


@app.command("follow")
def follow_command(where: AnchorArgument, library_path: LibraryOption = None, json: JsonOption = False) -> int:
    """Say where an ANCHOR of an older version leads now: to the same words, to changed ones, or nowhere, with proposals."""
    from ..history import follow

    found = follow(library(library_path), anchor(where))
    if json:
        now = str(found.now) if found.now else None
        differs = [c.model_dump() for c in found.diff]
        shown: dict[str, Any] = {"outcome": found.outcome, "anchor": str(found.anchor), "now": now, "diff": differs}
        output.as_json({**shown, "proposals": _proposals(found.proposals)})
    else:
        output.fields(
            [
                (found.outcome, str(found.now or found.anchor)),
                ("differs", output.difference(found.diff) if found.diff else None),
                *(("proposal", _proposal(p)) for p in found.proposals),
                ("note", _note(found)),
            ]
        )
    return 0 if found.now else 1


def _note(found: Followed) -> str | None:
    if found.outcome == "removed":
        return None if found.proposals else "nothing in the newest version is like it"
    if found.outcome == "stale-version" and not found.diff and found.anchor.marker is not None:
        return "the marker does not stand there under this number any more"
    if found.outcome == "stale-version" and not found.diff:
        return "the words of the anchor's version are not held, so what changed cannot be shown"
    return None
