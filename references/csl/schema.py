"""The variables of CSL 1.0.2 by kind (appendix IV), with the CSL-M ones that Chinese styles use."""

from __future__ import annotations

NUMBERS = frozenset(
    "chapter-number citation-number collection-number edition first-reference-note-number issue locator number number-of-pages "
    "number-of-volumes page page-first part-number printing-number section supplement-number version volume".split()
)
DATES = frozenset("accessed available-date event-date issued original-date submitted".split())
NAMES = frozenset(
    "author chair collection-editor compiler composer container-author contributor curator director editor editorial-director "
    "editor-translator executive-producer guest host illustrator interviewer narrator organizer original-author performer "
    "producer recipient reviewed-author script-writer series-creator translator".split()
)
TEXTS = frozenset(
    "abstract annote archive archive-place archive_collection archive_location authority call-number citation-key "
    "citation-label collection-title collection-title-short container-title container-title-short dimensions division DOI event "
    "event-place event-title genre ISBN ISSN jurisdiction keyword medium original-publisher original-publisher-place "
    "original-title part-title PMCID PMID publisher publisher-place references reviewed-genre reviewed-title scale source "
    "status title title-short URL volume-title year-suffix".split()
)
