"""Reads keys and values from single lines if a settings file is not fully known or not valid."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from diff_insight.changes.changeset import Line
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.line_pairs import Edit
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.diff.standing import Standing, json_standings, toml_standings, yaml_standings
from diff_insight.evidence.diff.stretches import stretches
from diff_insight.evidence.settings.parse import Setting, brief, read_settings
from diff_insight.evidence.settings.settings_facts import value_facts

_YAML = (".yaml", ".yml")
_JSON = (".json", ".jsonc")

_STANDINGS = dict.fromkeys(_YAML, yaml_standings) | dict.fromkeys(_JSON, json_standings) | {".toml": toml_standings}

_WORD = re.compile(r"\w[\w./@+-]*")
_DASHES = re.compile(r"(?:-\s+)*")
_YAML_KEY = re.compile(r"""(?P<quote>["']?)(?P<key>[\w$/.@~^(<][^\s"'{}]*?)(?P=quote)\s*:(?:\s+(?P<value>.*))?$""")
_JSON_OPEN = re.compile(r"""\s*"(?P<key>(?:[^"\\]|\\.)*)"\s*:\s*[\[{]\s*$""")
_JSON_SCALAR = re.compile(
    r"""\s*"(?P<key>(?:[^"\\]|\\.)*)"\s*:\s*(?P<value>"(?:[^"\\]|\\.)*"|[\w.+-]+)\s*,?\s*(?://.*|/\*.*\*/\s*)?$"""
)
_TOML_KEY = re.compile(r"""\s*(?P<quote>["']?)(?P<key>[\w.-]+)(?P=quote)\s*=\s*(?P<value>.+)$""")
_PLAIN = {
    ".env": re.compile(r"(?:export\s+)?(?P<key>[A-Za-z_]\w*)=(?P<value>.*)$"),
    ".properties": re.compile(r"\s*(?P<key>[A-Za-z_][\w.\-/]*)\s*[=:]\s*(?P<value>.*)$"),
    # An indented line continues the value above it.
    ".ini": re.compile(r"(?P<key>[A-Za-z_][\w.\-/]*)\s*[=:]\s*(?!=)(?P<value>.*)$"),
}
_SECTIONED = (".ini", ".cfg")
_SECTION = re.compile(r"\s*\[([^\]]+)\]\s*(?:[#;].*)?\r?$")
_QUOTES = ('"', "'")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key and its value as written; the value is None if it continues on other lines."""

    key: str
    value: str | None


_Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class KeyLines:
    """The format of settings read line by line, and what is known of the changed lines of either side.

    Attributes:
        suffix: the file's suffix, such as `.yaml`; its format decides what separates a key from its value.
        old: the standing of removed lines by number; a missing line counts as a key.
        new: likewise for added lines.
        removed: the keys of removed lines, each with its column.
        added: likewise for added lines.
        old_sections: in `.ini` and `.cfg` files, the section of each removed line by number; None if no section header
            is known above it.
        new_sections: likewise for added lines.
    """

    suffix: str
    old: Mapping[int, Standing] = field(default_factory=dict)
    new: Mapping[int, Standing] = field(default_factory=dict)
    removed: frozenset[_Place] = frozenset()
    added: frozenset[_Place] = frozenset()
    old_sections: Mapping[int, str | None] = field(default_factory=dict)
    new_sections: Mapping[int, str | None] = field(default_factory=dict)

    def are_in_one_section(self, old_line: int | None, new_line: int | None) -> bool:
        """Whether the two lines of an edit are in the same section, as far as is known."""
        return self.old_sections.get(old_line or 0) == self.new_sections.get(new_line or 0)


def key_lines(sides: Sides, suffix: str) -> KeyLines:
    """Classify the changed lines of a file by what its known lines show."""
    removed, added = (_places(lines, suffix) for lines in (sides.removed_lines(), sides.added_lines()))
    standings = _STANDINGS.get(suffix)
    if standings is None:
        sections = (_sections(sides, kind) if suffix in _SECTIONED else {} for kind in "-+")
        return KeyLines(suffix, {}, {}, removed, added, *sections)
    only_removed = {edit.removed.old or 0 for edit in sides.all_edits() if edit.removed and not edit.added}
    only_added = {edit.added.new or 0 for edit in sides.all_edits() if edit.added and not edit.removed}
    old, new = (
        {number: found for stretch in stretches(sides, kind) for number, found in standings(stretch, unpaired).items()}
        for kind, unpaired in (("-", only_removed), ("+", only_added))
    )
    return KeyLines(suffix, old, new, removed, added)


def _sections(sides: Sides, kind: str) -> dict[int, str | None]:
    """The section of each changed line of one side."""
    found: dict[int, str | None] = {}
    for stretch in stretches(sides, kind):
        above = _SECTION.match(stretch.above)
        section = above[1] if above else None
        for line in stretch.lines:
            if header := _SECTION.match(line.text):
                section = header[1]
            if line.changed:
                found[line.number] = section
    return found


def _places(lines: Iterable[Line], suffix: str) -> frozenset[_Place]:
    return frozenset((_column(line), entry.key) for line in lines for entry in _entries(line, suffix))


def _column(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip())


def key_facts(edit: Edit, known: KeyLines) -> Iterator[Fact | Edit]:
    """Yield the keys that an edited line adds or removes, or the values it changes.

    An edit that may or may not be a key is yielded itself, to be reported as a line.
    """
    old_line = edit.removed.old if edit.removed else None
    new_line = edit.added.new if edit.added else None
    was = known.old.get(old_line or 0, Standing.KEY)
    is_ = known.new.get(new_line or 0, Standing.KEY)
    if Standing.TEXT in (was, is_):
        yield edit
        return
    before = _entries(edit.removed, known.suffix) if edit.removed else []
    after = _entries(edit.added, known.suffix) if edit.added else []
    is_pair = known.are_in_one_section(old_line, new_line)
    if is_pair and before and [entry.key for entry in before] == [entry.key for entry in after]:
        for old, new in zip(before, after, strict=True):
            if old.value is None or new.value is None:
                if old.value != new.value:
                    yield edit
            elif old.value != new.value:
                yield from value_facts(old.value, new.value, old.key, old_line, new_line)
        return
    # A key that is also on the other side, on a line not paired with this one, may only have moved.
    if edit.removed:
        part = replace(edit, added=None)
        if was is Standing.UNSURE or any((_column(edit.removed), entry.key) in known.added for entry in before):
            yield part
        elif was is Standing.KEY:
            for entry in before:
                yield Fact(FactKind.KEY_REMOVED, entry.value or "", subject=entry.key, old_line=old_line)
    if edit.added:
        part = replace(edit, removed=None)
        if is_ is Standing.UNSURE or any((_column(edit.added), entry.key) in known.removed for entry in after):
            yield part
        elif is_ is Standing.KEY:
            for entry in after:
                yield Fact(FactKind.KEY_ADDED, after=entry.value or "", subject=entry.key, new_line=new_line)


def _entries(line: Line, suffix: str) -> list[_Entry]:
    text = line.text.removeprefix("\ufeff").removesuffix("\r")
    if suffix in _YAML:
        return _of_yaml(text.lstrip(" "))
    if suffix in _JSON:
        return _of_json(text)
    if suffix == ".toml":
        return _of_toml(text)
    match = _PLAIN.get(suffix, _PLAIN[".ini"]).match(text)
    if match is None:
        return []
    value = match["value"].strip()
    return [_Entry(match["key"], None if value.endswith("\\") else _unquoted(value))]


def _of_yaml(text: str) -> list[_Entry]:
    text = text[len((_DASHES.match(text) or [""])[0]) :]
    # In YAML a lone carriage return ends a line, so one line of git may be several lines of YAML.
    if "\r" in text and (read := read_settings(text, ".yaml")) and len(read) == 1:
        return _of_tree(read[0])
    match = _YAML_KEY.match(text)
    if match is None:
        return []
    # Most values are a single word and need no parser.
    if _WORD.fullmatch(match["value"] or ""):
        return [_Entry(match["key"], match["value"])]
    read = read_settings(text, ".yaml")
    if read and (found := read[0].entries()):
        value = found[0][1]
        return [_Entry(match["key"], None if value.is_block else brief(value) or _quotes(match["value"]))]
    # Template markup is not YAML.
    value_is_told = "{{" in (match["value"] or "")
    return [_Entry(match["key"], match["value"].strip())] if value_is_told else []


def _quotes(value: str | None) -> str | None:
    """For a value without text: '' if it is quoted, None if it may continue on the next lines."""
    return "" if (value or "").startswith(_QUOTES) else None


def _of_json(text: str) -> list[_Entry]:
    if match := _JSON_SCALAR.match(text):
        value = match["value"]
        return [_Entry(match["key"], value[1:-1] if value.startswith('"') else value)]
    if match := _JSON_OPEN.match(text):
        return [_Entry(match["key"], None)]
    inside = text.strip().removesuffix(",")
    read = read_settings(inside if inside.startswith("{") else f"{{{inside}}}", ".json")
    return _of_tree(read[0]) if read else []


def _of_tree(setting: Setting) -> list[_Entry]:
    return [_Entry(value.key, brief(value)) for _, value in setting.entries()]


def _of_toml(text: str) -> list[_Entry]:
    match = _TOML_KEY.match(text)
    if match is None:
        return []
    read = read_settings(f"value = {match['value']}", ".toml")
    value = read[0].at("value") if read else None
    return [_Entry(match["key"], brief(value) if value else None)]


def _unquoted(text: str) -> str:
    is_quoted = len(text) > 1 and text[0] == text[-1] and text.startswith(_QUOTES)
    return text[1:-1] if is_quoted and text[0] not in text[1:-1] else text
