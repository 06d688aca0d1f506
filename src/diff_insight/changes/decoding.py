"""Detects the encoding of a diff, such that encoding the text again gives the same bytes; also decodes paths."""

import codecs
import re
from dataclasses import dataclass

# Encodings found in repositories besides UTF-8. Others, such as those of DOS and old Macs, cause false positives.
_LATIN = ("cp1252", "cp1250", "iso8859-2", "cp1254", "cp1257")  # these differ in only a few letters
_OF_SEVERAL_BYTES = ("cp932", "euc-jp", "gb18030", "big5", "cp949")
_OTHER_SCRIPTS = ("cp1251", "koi8-r", "cp1253", "cp1255", "cp1256")
_RUN = re.compile(rb"[\x80-\xff]+")
_CONTROLS = re.compile(rb"[\x80-\x9f]")  # not letters in Latin-1
_CLEARLY = 1.8  # how many times likelier than Western European, the most frequent, another Latin encoding must be

_ESCAPE_LIKE = re.compile(rb"\\x[0-9a-f]{2}")
_ESCAPED = re.compile(rb"\\(?:\\|x([0-9a-f]{2}))")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded text, Python's name of the encoding that gives the bytes back, and whether that was guessed."""

    text: str
    encoding: str
    guessed: bool = False


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode the bytes of a diff.

    Tries UTF-8, then the declared encoding, then the likeliest according to chardet, and finally Latin-1, which maps
    every byte to a character.

    Args:
        data: bytes whose markup is ASCII.
        declared: the encoding that a mail or a repository names, if any.
    """
    for name in ("utf-8", declared):
        if name and (text := _decoded(data, name)) is not None:
            return Decoded(text, name)
    for name in _guesses(data):
        if (text := _decoded(data, name)) is not None:
            return Decoded(text, name, guessed=True)
    return Decoded(data.decode("latin-1"), "latin-1", guessed=True)


def decode_as(data: bytes, declared: str) -> Decoded:
    """Like `decode`, but the declaration, such as an attribute of the repository, takes precedence over detection."""
    text = _decoded(data, declared)
    return decode(data) if text is None else Decoded(text, declared)


def readable_path(raw: bytes) -> str:
    r"""A path as text, such that different paths stay different.

    Bytes that are not UTF-8 appear as `\\xNN`. In such a path, and in one that literally contains such an escape,
    each backslash is doubled.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")
    return text.replace("\\", "\\\\") if _ESCAPE_LIKE.search(raw) else text


def raw_path(readable: str) -> bytes:
    """The bytes of a path returned by `readable_path`."""
    written = readable.encode("utf-8", "surrogateescape")
    if not _ESCAPE_LIKE.search(written):
        return written
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]) if found[1] else b"\\", written)


def _decoded(data: bytes, name: str) -> str | None:
    """The decoded text; None if the encoding is unknown, is not ASCII-compatible, or does not give the bytes back."""
    try:
        codec = codecs.lookup(name)
        text = data.decode(codec.name)
        # A diff's markup is ASCII, so an encoding that is not ASCII-compatible, such as UTF-16, is ruled out.
        is_ascii = _ASCII.decode(codec.name) == _ASCII.decode("ascii")
        return text if is_ascii and text.encode(codec.name) == data else None
    except (LookupError, UnicodeError, ValueError):
        return None


_ASCII = bytes(range(128))


def _guesses(data: bytes) -> list[str]:
    """Possible encodings, the likeliest first."""
    import chardet  # here because nearly all diffs are UTF-8

    found = chardet.detect_all(data, include_encodings=_candidates(data), compat_names=False)
    likely = {str(one["encoding"]): float(one["confidence"]) for one in found if one["encoding"]}
    ranked = sorted(likely, key=lambda name: -likely[name])
    if ranked and ranked[0] in _LATIN and likely[ranked[0]] < _CLEARLY * likely.get("cp1252", 0):
        ranked.insert(0, "cp1252")
    if ranked and ranked[0] == "cp1252" and not _CONTROLS.search(data):
        ranked.insert(0, "latin-1")
    return ranked


def _candidates(data: bytes) -> tuple[str, ...]:
    """Candidate encodings, by the length of the longest run of non-ASCII bytes.

    In Latin scripts a run is one or two bytes; in other alphabets it is a whole word, and a Chinese, Japanese or Korean
    character takes two bytes.
    """
    longest = max((len(run) for run in _RUN.findall(data)), default=0)
    if longest < 2 and not _CONTROLS.search(data):
        return _LATIN
    return _LATIN + _OF_SEVERAL_BYTES + (_OTHER_SCRIPTS if longest > 2 else ())
