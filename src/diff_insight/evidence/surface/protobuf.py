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
        text: the source; a statement counts where it stands on one line.
    """
    opened: list[tuple[str, str]] = []
    in_comment = False
    for number, raw in enumerate(text.split("\n"), start=1):
        line = _COMMENT.sub("", raw)
        if in_comment:
            in_comment, line = "*/" not in line, line.partition("*/")[2]
        if "/*" in line:
            in_comment, line = True, line.partition("/*")[0]
        while line.strip():
            if block := _BLOCK.match(line):
                opened.append((block["word"], block["name"]))
                line = line[block.end() :]
                continue
            statement, sign, line = _until_sign(line)
            if item := _item(statement, number, opened):
                yield item
            if sign == "{":
                opened.append(("", ""))
            elif sign == "}" and opened:
                opened.pop()


def _until_sign(line: str) -> tuple[str, str, str]:
    """A line's text up to the first brace or semicolon, that sign, and the rest."""
    found = _SIGN.search(line)
    return (line[: found.start()], found[0], line[found.end() :]) if found else (line, "", "")


def _item(line: str, number: int, opened: list[tuple[str, str]]) -> Item | None:
    inside = next((word for word, _ in reversed(opened) if word and word != "oneof"), "")
    scope = ".".join(name for word, name in opened if word in ("message", "enum", "service", "extend"))
    if inside == "service" and (call := _CALL.match(line)):
        traits = (("takes", " ".join(call["takes"].split())), ("gives", " ".join(call["gives"].split())))
        return Item(ItemKind.FIELD, f"{scope}.{call['name']}", number, number, traits=traits)
    if inside == "enum" and (value := _VALUE.match(line)):
        return Item(ItemKind.FIELD, f"{scope}.{value['name']}", number, number, traits=(("number", value["number"]),))
    match = _FIELD.match(line) if inside in ("message", "extend", "group") else None
    if match is None or match["type"] in _NO_FIELD:
        return None
    traits = (("type", " ".join(filter(None, (match["label"], match["type"])))), ("number", match["number"]))
    return Item(ItemKind.FIELD, f"{scope}.{match['name']}", number, number, traits=traits)
