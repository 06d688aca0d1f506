"""Draws the mark of a page, by which it can be told apart among the tabs of a browser."""

from hashlib import md5
from urllib.parse import quote

_HUES = 360  # degrees
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="7" fill="hsl({hue} 55% 38%)"/>'
    '<text x="16" y="23" text-anchor="middle" font-family="sans-serif" font-size="20" font-weight="700" fill="white">'
    "{letter}</text></svg>"
)


def icon(name: str) -> str:
    """A `data:` address of an image: the first letter of a name, on a colour that is always the same for the name."""
    letter = next((letter for letter in name if letter.isalnum()), "d").upper()
    hue = int.from_bytes(md5(name.encode("utf-8", "replace"), usedforsecurity=False).digest()[:2], "big") % _HUES
    return f"data:image/svg+xml,{quote(_SVG.format(hue=hue, letter=letter))}"
