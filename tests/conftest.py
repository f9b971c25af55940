"""What the tests share: where the real pages are, and documents made for the tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from corpus import Library, read
from provenance import Document

ROOT = Path(__file__).parent.parent
MATERIAL = Path(__file__).parent / "material"

# how long an example takes says more of the machine than of the code
settings.register_profile("pinquote", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pinquote")


def shared_path() -> Path:
    """The folder of real pages and cases, which lies outside the project."""
    return Path(os.environ.get("PINQUOTE_SHARED") or ROOT.parent / "shared")


@pytest.fixture(scope="session")
def shared() -> Path:
    path = shared_path()
    if not path.is_dir():
        pytest.skip(f"the real pages are not here: {path} (set PINQUOTE_SHARED)")
    return path


@pytest.fixture(scope="session")
def article_page(shared: Path) -> Path:
    return shared / "pages" / "000_294138077e76397e.txt"


@pytest.fixture(scope="session")
def article(article_page: Path) -> Document:
    return read(article_page)


@pytest.fixture(scope="session")
def page() -> Document:
    """The page of our own in the same layout as the article's."""
    return read(MATERIAL / "interpret.txt")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library.sqlite3")
