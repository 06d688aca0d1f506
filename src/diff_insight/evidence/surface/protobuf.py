"""Messages, enums and services in Protocol Buffers: their fields with numbers and types."""

import re
from collections.abc import Iterator

from diff_insight.evidence.surface.item import Item, ItemKind

_BLOCK = re.compile(r"\s*(?P<word>message|enum|service|extend|oneof|group)\s+(?P<name>[\w.]+)\s*\{")
_FIELD = re.compile(
    r"\s*(?:(?P<label>optional|required|repeated)\s+)?(?P<type>map\s*<[^>]*>|[\w.]+)\s+(?P<name>\w+)\s*=\s*(?P<number>\d+)"
)
_VALUE = re.compile(r"\s*(?P<name>[A-Z]\w*)\s*=\s*(?P<number>-?(?:0x)?[\da-fA-F]+)")
_CALL = re.compile(r"\s*rpc\s+(?P<name>\w+)\s*\((?P<takes>[^)]*)\)\s*returns\s*\((?P<gives>[^)]*)\)")
_COMMENT = re.compile(r"//.*|/\*.*?\*/")
_SIGN = re.compile(r"[{};]")
_NO_FIELD = ("reserved", "option", "import", "package", "syntax", "return")


def fields(text: str) -> Iterator[Item]:
    """Yield fields as `Message.field`, values as `Enum.VALUE` and calls as `Service.Call`, in line order.

    Args:
        text: the source; a statement over several lines counts on the line with its name.
    """
    opened: list[tuple[str, str]] = []
    begun: list[tuple[int, str]] = []  # the lines of a statement so far
    in_comment = False
    for number, raw in enumerate(text.split("\n"), start=1):
        line = _COMMENT.sub("", raw)
        if in_comment:
            in_comment, line = "*/" not in line, line.partition("*/")[2]
        if "/*" in line:
            in_comment, line = True, line.partition("/*")[0]
        if not raw.strip():
            begun = []  # what a diff does not show lies between
        while line.strip():
            if not begun and (block := _BLOCK.match(line)):
                opened.append((block["word"], block["name"]))
                line = line[block.end() :]
                continue
            statement, sign, line = _until_sign(line)
            begun.append((number, statement))
            if not sign:
                break
            if item := _item(begun, opened):
                yield item
            begun = []
            if sign == "{":
                opened.append(("", ""))
            elif sign == "}" and opened:
                opened.pop()


def _until_sign(line: str) -> tuple[str, str, str]:
    """A line's text up to the first brace or semicolon, that sign, and the rest."""
    found = _SIGN.search(line)
    return (line[: found.start()], found[0], line[found.end() :]) if found else (line, "", "")


def _item(lines: list[tuple[int, str]], opened: list[tuple[str, str]]) -> Item | None:
    """The item that a statement declares, given its lines with their numbers."""
    text = " ".join(part.strip() for _, part in lines)
    inside = next((word for word, _ in reversed(opened) if word and word != "oneof"), "")
    scope = ".".join(name for word, name in opened if word in ("message", "enum", "service", "extend"))
    if inside == "service" and (call := _CALL.match(text)):
        traits = (("takes", " ".join(call["takes"].split())), ("gives", " ".join(call["gives"].split())))
        return _field(scope, call["name"], lines, traits)
    if inside == "enum" and (value := _VALUE.match(text)):
        return _field(scope, value["name"], lines, (("number", value["number"]),))
    match = _FIELD.match(text) if inside in ("message", "extend", "group") else None
    if match is None or match["type"] in _NO_FIELD:
        return None
    traits = (("type", " ".join(filter(None, (match["label"], match["type"])))), ("number", match["number"]))
    return _field(scope, match["name"], lines, traits)


def _field(scope: str, name: str, lines: list[tuple[int, str]], traits: tuple[tuple[str, str], ...]) -> Item:
    named = re.compile(rf"\b{name}\b")
    line = next(number for number, part in reversed(lines) if named.search(part))
    return Item(ItemKind.FIELD, f"{scope}.{name}", line, line, traits=traits)
