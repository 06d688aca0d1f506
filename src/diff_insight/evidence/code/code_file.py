"""Extracts facts from a source file: the names it defines, what users meet, links, words of comments and lines."""

from collections.abc import Iterator

from diff_insight.changes.changeset import FileChange
from diff_insight.evidence.code.code_facts import code_facts
from diff_insight.evidence.code.language import CodeLanguage
from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.roles import OF_CODE_NOBODY_CALLS, role_of
from diff_insight.evidence.surface.setting_classes import as_setting, setting_classes
from diff_insight.evidence.surface.surface_facts import surface_facts
from diff_insight.evidence.words.edited_line import edited_words, is_comment
from diff_insight.evidence.words.error_messages import error_messages
from diff_insight.evidence.words.word_facts import link_facts

_SCRIPTS = frozenset({"JavaScript", "TypeScript", "TSX"})
_OF_C = frozenset({"C", "C++"})


def read_code(sides: Sides) -> Iterator[Fact]:
    """Yield the facts of a file whose suffix belongs to a programming language.

    Of one that was written in another language before, such as a class of Java that is one of Kotlin now, only words.
    """
    language = code_language(sides.file.path)
    if language and _reads_both(language, sides.file):
        classes = setting_classes(sides) if language.name == "Python" else frozenset()
        for fact in code_facts(sides, language):
            yield as_setting(fact, classes, sides) if classes else fact
        if role_of(sides.file.path) not in OF_CODE_NOBODY_CALLS:
            yield from surface_facts(sides, language)
    for edit in sides.all_edits():
        # URLs in code are often data; only a replaced URL or one in a comment is worth reporting.
        for fact in link_facts(edit):
            if is_comment(edit) or (fact.kind is FactKind.LINK_CHANGED and "//" in (fact.after or "")):
                yield fact
        messages = [] if is_comment(edit) else list(error_messages(edit))
        yield from messages or edited_words(edit, is_prose=is_comment(edit))


def _reads_both(language: CodeLanguage, file: FileChange) -> bool:
    """Whether the grammar of a language reads what a file was before it had its name of now, too."""
    before = code_language(file.old_path) if file.old_path else None
    return (
        before is None
        or before.name == language.name
        or any({before.name, language.name} <= family for family in (_SCRIPTS, _OF_C))
    )
