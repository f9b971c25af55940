"""CSL-JSON records (CSL 1.0.2, schema ``csl-data.json``), for reference managers and other CSL processors."""

from __future__ import annotations

import json
from collections.abc import Sequence

from provenance import Source

from .items import item
from .keys import keys


def csl_json(sources: Sequence[Source]) -> str:
    """The sources as a JSON array of items, in order; a translation's original stands in its ``note``."""
    named = zip(sources, keys(sources), strict=True)
    return json.dumps([item(source, item_id=key) for source, key in named], ensure_ascii=False, indent=2) + "\n"
