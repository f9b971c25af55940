"""Languages as .bib files name them, by babel's names (``langid``), and as records do, by BCP 47 tags."""

from __future__ import annotations

import re

_NAMES = {
    "zh": "chinese", "en": "english", "en-US": "american", "en-GB": "british", "en-AU": "australian", "en-CA": "canadian",
    "de": "german", "de-AT": "austrian", "fr": "french", "es": "spanish", "it": "italian", "ja": "japanese", "ko": "korean",
    "pt": "portuguese", "pt-BR": "brazilian", "ru": "russian", "ar": "arabic", "nl": "dutch", "pl": "polish", "sv": "swedish",
    "da": "danish", "nb": "norsk", "nn": "nynorsk", "fi": "finnish", "cs": "czech", "sk": "slovak", "sl": "slovene",
    "hr": "croatian", "sr": "serbian", "hu": "hungarian", "ro": "romanian", "bg": "bulgarian", "el": "greek", "tr": "turkish",
    "uk": "ukrainian", "et": "estonian", "lv": "latvian", "lt": "lithuanian", "ca": "catalan", "eu": "basque",
    "gl": "galician", "la": "latin", "he": "hebrew", "fa": "persian", "hi": "hindi", "th": "thai", "vi": "vietnamese",
    "id": "indonesian", "ms": "malay", "ga": "irish", "cy": "welsh", "is": "icelandic",
}  # fmt: skip
_TAGS = {name: tag for tag, name in _NAMES.items()} | {
    "ngerman": "de", "naustrian": "de-AT", "swissgerman": "de-CH", "nswissgerman": "de-CH", "usenglish": "en-US",
    "ukenglish": "en-GB", "francais": "fr", "acadian": "fr-CA", "canadien": "fr-CA", "mandarin": "zh", "magyar": "hu",
    "brazil": "pt-BR", "portuges": "pt", "slovenian": "sl", "farsi": "fa", "norwegian": "nb", "deutsch": "de",
    "simplified chinese": "zh-Hans", "traditional chinese": "zh-Hant", "bahasai": "id", "中文": "zh", "greek": "el",
}  # fmt: skip
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.I)


def babel_name(tag: str | None) -> str:
    """babel's name for a language, by the tag or by its first part; empty when there is none."""
    return _NAMES.get(tag or "") or _NAMES.get((tag or "").split("-")[0].lower(), "")


def language_tag(name: str) -> str | None:
    """The BCP 47 tag of a language that a file names by babel's name, in English, or by a tag; None when it is not known."""
    plain = name.strip().lower()
    if plain in _TAGS:
        return _TAGS[plain]
    tag = name.strip().replace("_", "-")
    return tag if _TAG.fullmatch(tag) else None
