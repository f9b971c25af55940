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
#: ISO 639-2 and 639-3 codes, which library catalogues use, of languages that have a code of two letters.
_TAGS |= {
    "eng": "en", "chi": "zh", "zho": "zh", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr", "spa": "es", "ita": "it",
    "jpn": "ja", "kor": "ko", "por": "pt", "rus": "ru", "ara": "ar", "dut": "nl", "nld": "nl", "pol": "pl", "swe": "sv",
    "dan": "da", "nor": "no", "fin": "fi", "cze": "cs", "ces": "cs", "hun": "hu", "gre": "el", "ell": "el", "tur": "tr",
    "ukr": "uk", "lat": "la", "heb": "he", "per": "fa", "fas": "fa", "hin": "hi", "tha": "th", "vie": "vi", "ind": "id",
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


def language_of(name: str | None) -> str | None:
    """:func:`language_tag`, or the name as it is where it is not known."""
    return (language_tag(name) or name) if name else None
