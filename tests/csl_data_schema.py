"""What the published JSON schema of CSL input data (citationstyles.org, ``csl-data.json``) allows, as a schema made here: its
variables by the type of their values, and the parts of a name and of a date."""

from __future__ import annotations

from typing import Any

_TYPES = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset document"
    " entry entry-dictionary entry-encyclopedia figure graphic hearing interview legal_case legislation manuscript map"
    " motion_picture musical_score pamphlet paper-conference patent performance periodical personal_communication post"
    " post-weblog regulation report review review-book software song speech standard thesis treaty webpage"
)
_NAMES = (
    "author chair collection-editor compiler composer container-author contributor curator director editor editorial-director"
    " executive-producer interviewer illustrator organizer original-author performer producer recipient reviewed-author"
    " translator"
)
_DATES = "accessed available-date container event-date issued original-date submitted"
_TEXTS = (
    "language journalAbbreviation shortTitle abstract annote archive archive_collection archive_location archive-place authority"
    " call-number citation-label collection-title container-title container-title-short dimensions division DOI event"
    " event-place genre ISAN ISBN ISCI ISMN ISRC ISSN ISWC jurisdiction keyword medium note original-publisher"
    " original-publisher-place original-title part-title PMCID PMID publisher publisher-place references reviewed-title scale"
    " section source status title title-short translated-title translated-title-short URL version year-suffix"
)
_NUMBERS = (
    "chapter-number citation-number collection-number edition first-reference-note-number issue locator number number-of-pages"
    " number-of-volumes page page-first part printing supplement volume"
)
_TEXT = {"type": "string"}
_NUMBER = {"type": ["string", "number"]}
_FLAG = {"type": ["string", "number", "boolean"]}
_PARTS = "family given dropping-particle non-dropping-particle suffix literal"


def _all(names: str, shape: dict[str, Any]) -> dict[str, Any]:
    return dict.fromkeys(names.split(), shape)


def schema() -> dict[str, Any]:
    """A JSON Schema (draft 7) of an array of items."""
    name = {**_all(_PARTS, _TEXT), **_all("comma-suffix static-ordering parse-names", _FLAG)}
    parts = {"type": "array", "items": _NUMBER, "minItems": 1, "maxItems": 3}
    date = {
        "date-parts": {"type": "array", "items": parts, "minItems": 1, "maxItems": 2},
        "season": _NUMBER,
        "circa": _FLAG,
        **_all("literal raw edtf", _TEXT),
    }
    item = {
        "type": {"enum": _TYPES.split()},
        "id": _NUMBER,
        "categories": {"type": "array", "items": _TEXT},
        "custom": {"type": "object"},
        **_all(_TEXTS, _TEXT),
        **_all(_NUMBERS, _NUMBER),
        **_all(_NAMES, {"type": "array", "items": {"type": "object", "properties": name, "additionalProperties": False}}),
        **_all(_DATES, {"type": "object", "properties": date, "additionalProperties": False}),
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "array",
        "items": {"type": "object", "properties": item, "required": ["type", "id"], "additionalProperties": False},
    }
