"""Sentences in the reader's language, from gettext catalogues."""

import gettext
import io
import locale
import os
from collections.abc import Sequence
from functools import cache

from babel.core import UnknownLocaleError, negotiate_locale, parse_locale
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from diff_insight.sentences.languages import LANGUAGES, SOURCE
from diff_insight.system.package_data import package_data


class Wording:
    """Sentences in one language: English is the source, the others have a catalogue in `locale/`.

    Args:
        language: the code of one of `LANGUAGES`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._translations = _translations(language)

    def say(self, message: str, /, **values: object) -> str:
        """The translated sentence with its values filled in."""
        return self._translations.gettext(message).format(**values)

    def say_n(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The translated singular or plural sentence, with `count` and the other values filled in."""
        return self._translations.ngettext(one, many, count).format(count=count, **values)

    def join(self, items: Sequence[str], *, most: int = 4) -> str:
        """The items as a list in words; those beyond `most` are only counted."""
        shown = list(items[:most])
        if len(items) > most:
            shown.append(self.say("{count} more", count=len(items) - most))
        return format_list(shown, locale=self.language)

    def sentence(self, clause: str) -> str:
        """A clause as a sentence, with a capital and a full stop."""
        return self.say("{what}.", what=clause[:1].upper() + clause[1:])

    def sentences(self, parts: Sequence[str]) -> str:
        """The sentences as one paragraph, without empty ones."""
        return LANGUAGES[self.language].between_sentences.join(part for part in parts if part)


def language_of_locale() -> str:
    """The language that the environment asks for; English if there is none or it is not available."""
    wanted = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    name = wanted.partition(".")[0].partition("@")[0] or (locale.getlocale()[0] or "")
    try:
        language = parse_locale(name)[0] if name else SOURCE
    except (ValueError, UnknownLocaleError):
        return SOURCE
    return negotiate_locale([language], list(LANGUAGES)) or SOURCE


@cache
def _translations(language: str) -> gettext.NullTranslations:
    if language == SOURCE:
        return gettext.NullTranslations()
    source = package_data(f"sentences/locale/{language}.po")
    catalog = read_po(io.BytesIO(source.read_bytes()), locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
