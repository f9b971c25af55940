"""What is said of a checked quotation in words, the same in every report: the place, the verdict, the flags, the claim."""

from __future__ import annotations

from collections import Counter

from provenance.quotations import FAITHFUL, UNFAITHFUL_FLAGS, Flag, Verdict

from .model import Checked, Quoted, Report

#: What each verdict means, for someone who has not read docs/verdicts.md.
VERDICTS: dict[Verdict, str] = {
    "verbatim": "The source has these words, character for character.",
    "typographic": "The source has these words; only quotation marks, dashes, spaces or the like are set differently.",
    "script-folded": "The source has these words; only traditional and simplified characters differ.",
    "conventional": "The source has these words; what was changed is marked, by an ellipsis or by brackets.",
    "fingerprint": "Letters and digits agree with an edition of the source; its words are not held here.",
    "altered": "The nearest words of the source are other words: the difference is shown.",
    "spliced": "Parts from different places of the source are presented as one passage.",
    "not-found": "Nothing like these words is in the documents that were searched.",
}
#: What each flag asks a person to look at; where a quotation carries a note of its own on it, in the same words.
FLAGS: dict[Flag, str] = {
    "wrong-location": "The words are not at the claimed place.",
    "omits-negation": "An ellipsis leaves out a negation.",
    "clipped-negation": "The quotation begins or ends next to a negation that it leaves out.",
    "substitution": "A bracket stands in the place of the source's own words, or adds a negation.",
    "too-short": "Too few words to be sure of the place; claim a place with an anchor.",
    "stale-version": "The text has changed since the anchor's version.",
    "omits-number": "An ellipsis leaves out a number.",
    "spans-segments": "The words run over the end of a paragraph of the source.",
    "markers-skipped": "Footnote markers of the source lie inside and are left out.",
    "marker-included": "The digits of a footnote marker are quoted as if they were words.",
    "ambiguous": "The words stand in several places; all are named.",
    "text-not-held": "Only an edition without its words was there to check against.",
}


def place(quoted: Quoted) -> str:
    """Where a quotation stands in its manuscript: ``12:5`` (line and column), else its page and paragraph."""
    if quoted.line is not None:
        return f"{quoted.line}:{quoted.column or 1}"
    paragraph = f"paragraph {quoted.block.number}"
    return paragraph if quoted.block.page is None else f"page {quoted.block.page}, {paragraph}"


def judgement(checked: Checked) -> str:
    """``altered`` or ``conventional (omits-negation)``: the verdict and the flags."""
    q = checked.quotation
    return q.verdict + (f" ({', '.join(q.flags)})" if q.flags else "")


def cause(checked: Checked) -> Verdict | Flag:
    """What decides about a quotation: the flag that makes true words unfaithful, else the verdict."""
    q = checked.quotation
    if q.verdict not in FAITHFUL:
        return q.verdict
    return next((f for f in q.flags if f in UNFAITHFUL_FLAGS), q.verdict)


def claim(checked: Checked) -> str | None:
    """The citation that stands with a quotation, and what is to be said of it; None where there is none."""
    written = checked.quoted.claim
    if written is None:
        return None
    if written.anchor is None:
        return f"{written.written} (names no document that is known here)"
    if not checked.quotation.matches:
        return f"{written.written} (read as {written.anchor})"
    if is_misplaced(checked):
        return f"{written.written} (read as {written.anchor}; the words are at {checked.quotation.matches[0].anchor.place})"
    return f"{written.written} (the right place)" if written.anchor.segment else f"{written.written} (the right document)"


def is_misplaced(checked: Checked) -> bool:
    """Whether the place the manuscript names is another one than where the words, or what comes nearest to them, stand."""
    named = checked.quoted.claim.anchor if checked.quoted.claim else None
    if named is None or not checked.quotation.matches:
        return False
    if "wrong-location" in checked.quotation.flags:
        return True
    anchors = [m.anchor for m in checked.quotation.matches]
    return not any(a.work == named.work and named.segment in (None, a.segment) for a in anchors)


def differing(checked: Checked) -> str | None:
    """What an altered quotation has instead of the source's words; None where no difference is known."""
    said = []
    for change in checked.quotation.diff:
        if change.op == "replace":
            said.append(f"“{change.quoted}” stands for the source's “{change.source}”")
        elif change.op == "delete":
            said.append(f"the source's “{change.source}” is left out")
        elif change.op == "insert":
            said.append(f"“{change.quoted}” is not in the source")
    return "; ".join(said) or None


def tally(report: Report) -> str:
    """The counts in one line: ``5 quotations: 4 faithful (4 verbatim), 1 not faithful (1 altered); 2 passed over (…)``."""
    out = f"{len(report.checked)} quotation{'' if len(report.checked) == 1 else 's'}"
    parts = []
    for faithful, name in ((True, "faithful"), (False, "not faithful")):
        causes = Counter(cause(c) for c in report.checked if c.quotation.faithful is faithful)
        if causes:
            parts.append(f"{causes.total()} {name} ({_numbered(causes)})")
    if parts:
        out += ": " + ", ".join(parts)
    if report.passed:
        out += f"; {len(report.passed)} passed over ({_numbered(Counter(p.reason for p in report.passed))})"
    return out


def _numbered(counts: Counter[str] | Counter[Verdict | Flag]) -> str:
    return ", ".join(f"{n} {name}" for name, n in counts.items())


def notes(checked: Checked) -> tuple[str, ...]:
    """What is said of a quotation beyond its flags: notes that only repeat what a flag means are left out."""
    known = {FLAGS[f].rstrip(".").casefold() for f in checked.quotation.flags}
    return tuple(n for n in checked.quotation.notes if n.rstrip(".").casefold() not in known)
