"""Reads a Markdown file: its front matter, its blocks, and the words of its lines."""

from collections.abc import Iterator

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.line_pairs import Edit
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.markdown.blocks import BlockKind, Blocks
from diff_insight.evidence.markdown.markdown_facts import markdown_blocks, markdown_facts
from diff_insight.evidence.settings.key_lines import KeyLines, key_facts
from diff_insight.evidence.settings.parse import Setting, read_settings
from diff_insight.evidence.settings.rewritten_texts import with_lines
from diff_insight.evidence.settings.settings_facts import settings_facts
from diff_insight.evidence.words.edited_line import edited_words
from diff_insight.evidence.words.word_facts import link_facts

_FRONT_MATTER = 40  # number of lines at the top of a file in which `key: value` is taken for front matter
_MATTER = KeyLines(".yaml")


def read_markdown(sides: Sides) -> Iterator[Fact]:
    """Yield the facts about a Markdown file."""
    old, new = markdown_blocks(sides)
    matter = _front_matter(sides) if sides.are_whole else None
    if matter:
        yield from matter
    yield from markdown_facts(sides, old, new)
    for edit in sides.all_edits():
        kinds = _kinds_around(edit, old, new)
        if matter is None and BlockKind.HEADING not in kinds and BlockKind.CODE not in kinds and _is_on_top(edit):
            keys = [fact for fact in key_facts(edit, _MATTER) if isinstance(fact, Fact)]
            yield from keys
            if keys:
                continue
        if matter is not None and BlockKind.FRONT_MATTER in kinds:
            continue
        yield from link_facts(edit)
        if BlockKind.HEADING not in kinds:
            yield from edited_words(edit, is_prose=not kinds & {BlockKind.CODE, BlockKind.TABLE})


def _kinds_around(edit: Edit, old: Blocks, new: Blocks) -> set[BlockKind]:
    before = old.at(edit.removed.old) if edit.removed else None
    after = new.at(edit.added.new) if edit.added else None
    return {block.kind for block in (before, after) if block}


def _is_on_top(edit: Edit) -> bool:
    """Whether an edit may be in front matter: near the top and not indented."""
    lines = [line for line in (edit.removed, edit.added) if line]
    return all((line.new or line.old or 0) <= _FRONT_MATTER and not line.text[:1].isspace() for line in lines)


def _front_matter(sides: Sides) -> list[Fact] | None:
    """The facts about the YAML front matter; None if a side's cannot be parsed."""
    old, new = (_matter(text or "") for text in (sides.old, sides.new))
    if old is None or new is None:
        return None
    return list(with_lines(sides, settings_facts(old, new)))


def _matter(text: str) -> Setting | None:
    if not text.startswith("---"):
        return Setting({}, 1)
    # The first `---` is kept so that line numbers stay right; the second ends the YAML document.
    end = text.find("\n---", 3)
    read = read_settings(text[:end], ".yaml") if end > 0 else None
    if read == ():
        return Setting({}, 1)
    return read[0] if read and isinstance(read[0].content, dict) else None
