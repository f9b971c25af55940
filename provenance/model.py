"""The base of every record: immutable, strict about unknown keys, and the same bytes for the same values."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen pydantic model that refuses keys it does not know.

    The schema is built at first use, so that importing the package stays cheap for commands that need few models.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def as_json(self) -> dict[str, Any]:
        """A JSON-ready mapping without the keys whose value is unknown or empty; unknown facts are absent, not null."""
        return {k: v for k, v in self.model_dump(mode="json").items() if v not in (None, [], {}, "")}
