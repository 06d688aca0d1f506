"""Finds the encoding of a diff's bytes, such that encoding the text again gives the same bytes."""

from charset_normalizer import from_bytes

_ASCII = bytes(range(128))


def decode(data: bytes) -> tuple[str, str]:
    """Text of the bytes, and Python's name of the encoding.

    UTF-8 where it is that; else charset-normalizer's guess where it survives the way back; else Latin-1, which
    gives every byte a character.
    """
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    guess = from_bytes(data).best()
    # The diff's own signs are ASCII, so an encoding that reads ASCII otherwise, such as UTF-16, is no candidate.
    if guess is not None and _ASCII.decode(guess.encoding, "replace") == _ASCII.decode("ascii"):
        try:
            text = data.decode(guess.encoding)
            if text.encode(guess.encoding) == data:
                return text, guess.encoding
        except UnicodeError:
            pass
    return data.decode("latin-1"), "latin-1"


def readable_path(raw: bytes) -> str:
    r"""A path as text; bytes that are not UTF-8 appear as `\\xNN`, so that different paths stay different."""
    return raw.decode("utf-8", "backslashreplace")
