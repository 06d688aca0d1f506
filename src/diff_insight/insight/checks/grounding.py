"""Checks that a model's text names only what the change contains."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from diff_insight.changes.changeset import Commit, FileChange, Status
from diff_insight.evidence.injection import addresses_model
from diff_insight.sentences.languages import HAN, KANA, LANGUAGES

_QUOTED = re.compile(r"`([^`]+)`|\"([^\"]+)\"|「([^」]+)」|“([^”]+)”")
_NAME = re.compile(
    r"https?://\S+|[\w.-]*/[\w./-]+|\w+(?:[._:-]\w+)+|\w*_\w+|\w*[a-z][A-Z]\w*|[A-Z]{2,}\w*|v?\d[\d.,:-]*\w*",
    re.ASCII,  # Chinese and Japanese text puts no space around names and numbers
)
_INNER_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")  # inner word starts, as in baseURL
_WORD = re.compile(r"[a-z]{4,}")  # Latin words; shorter ones carry little meaning
_NUMBER = re.compile(r"\bv(\d[\d.]*)")  # a version number
_ABBREVIATION = re.compile(r"([A-Z]{2,})s?")
_COMMON_WORDS = frozenset(
    {
        "about", "added", "adding", "adds", "also", "been", "change", "changed", "changes", "code", "content",
        "document", "documentation", "each", "file", "files", "fixed", "fixes", "from", "have", "into", "line",
        "lines", "made", "make", "more", "page", "pages", "remove", "removed", "removes", "section", "text",
        "that", "their", "this", "type", "update", "updated", "updates", "using", "when", "which", "will", "with",
    }
)  # fmt: skip
_TELLING = 2  # minimum number of meaningful words in a title: "Update the code" has none
_PHRASE = 5  # a phrase of this many words (in Chinese or Japanese, 4x as many characters) recurs only in a loop
_APART = r"\b(?:about|at|for|from|in|into|of|on|to|when|where|with)\b"  # what follows is a different object
_WHOLE = rf"\b(?:(?:(?!{_APART}).)*\b(page|file|document|article|module|tutorial|guide)\b)?"
_SAYS_ADDED = re.compile(r"(?:add|adds|added|create|creates|new)" + _WHOLE, re.IGNORECASE)
_SAYS_REMOVED = re.compile(r"(?:remove|removes|removed|delete|deletes|deleted)" + _WHOLE, re.IGNORECASE)
_SAYS_KEPT = re.compile(r"(?:update|change|fix|improve|modif(?:y|i)|edit|rename)(?:e?[sd])?\b", re.IGNORECASE)
_SAYS_ADDED_OR_REMOVED = re.compile(
    r"(?:(?P<comes>[Aa]dd|[Cc]reate|[Ii]ntroduce)|[Rr]emove|[Dd]elete|[Dd]rop)(?:e?[sd])? (?:the |an? |new |unused )*"
    rf"(?:`(?P<quoted>[^`]+)`|(?P<name>{_NAME.pattern}))",
    re.ASCII,
)
_SAME_TWICE = re.compile(r"\bfrom (\S+) to \1(?![\w.])")
_MARKS = re.compile(r"\[-|-\]|\{\+|\+\}|\+\+")
_REPEATED = re.compile(r"(\b\w{3,}\b(?:\W+\w+){0,3}?)\W+\1\b|([^\w\s]{1,4}?)\2{4,}", re.IGNORECASE)


class RejectionReason(StrEnum):
    """Why a model's sentence is not printed."""

    EMPTY = "empty"
    WRONG_LANGUAGE = "wrong language"
    REPETITION = "repetition"
    UNKNOWN_NAME = "unknown name"
    UNFAMILIAR = "unfamiliar words"
    CONTRADICTION = "contradiction"
    NOT_SHOWN = "not shown by the change"
    ORDER = "order to a model"
    COPIED = "copied from an example"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Rejection:
    """What is wrong with a sentence; `names` are those that occur nowhere in the change."""

    reason: RejectionReason
    names: tuple[str, ...] = ()


class AllowedNames:
    """Everything a sentence about files may name.

    These are the files' paths, line counts, changed and context lines, the messages of the commits that touch them, and
    what is proved beyond the diff, such as the path of a key. Text that addresses a model is excluded.
    """

    def __init__(self, files: Iterable[FileChange], commits: Iterable[Commit], proved: Iterable[str] = ()) -> None:
        changed: list[str] = []
        context: list[str] = []
        for file in files:
            changed += [file.path, file.old_path or ""]
            context += [str(file.additions), str(file.deletions)]
            for hunk in file.hunks:
                for line in hunk.lines:
                    if not addresses_model(line.text):
                        (context if line.kind == " " else changed).append(line.text)
        self._words = {stem_of(word) for text in changed for word in _WORD.findall(text.casefold())}
        said = (f"{commit.subject}\n{commit.body}" for commit in commits)
        context += (text for text in (*said, *proved) if not addresses_model(text))
        text = " ".join("\n".join([*changed, *context]).split())
        self._text = f"{text} {' '.join(_NUMBER.findall(text))}".casefold()
        self._words_inside = frozenset(_INNER_WORD.sub(" ", " ".join(_NAME.findall(text))).casefold().split())

    def ungrounded(self, sentence: str) -> list[str]:
        """The names, paths, links, numbers, versions and quoted words of a sentence that are not in the change.

        A name must occur there as a whole: `5` is not in `15`, nor `read` in `thread`; but a version may be named
        without its v. An abbreviation may also be part of a longer name, as URL is of `baseURL`, and may take a plural
        s.
        """
        return [name for name in names_in(sentence) if not self._contains(name)]

    def _contains(self, name: str) -> bool:
        if self._holds(name.casefold()):
            return True
        abbreviation = _ABBREVIATION.fullmatch(name)
        if abbreviation is None:
            return False
        singular = abbreviation[1].casefold()
        return singular in self._words_inside or self._holds(singular)

    def _holds(self, name: str) -> bool:
        return stands_whole(name, self._text)

    def mentions(self, beginning: str) -> bool:
        """Whether a word that begins so occurs in the change, in commit messages or in what is proved."""
        return re.search(rf"(?<![a-z]){re.escape(beginning.casefold())}", self._text) is not None

    def is_familiar(self, sentence: str) -> bool:
        """Whether a sentence has enough meaningful Latin words, and all of them occur in changed lines or paths.

        For models too small to be trusted to paraphrase.
        """
        words = {word for word in _WORD.findall(sentence.casefold()) if word not in _COMMON_WORDS}
        return len(words) >= _TELLING and all(stem_of(word) in self._words for word in words)


def names_in(sentence: str) -> list[str]:
    """The names, paths, links, numbers, versions and quoted words of a sentence, in order."""
    named = [next(group for group in match.groups() if group) for match in _QUOTED.finditer(sentence)]
    named += [name.rstrip(".,:-") for name in _NAME.findall(_QUOTED.sub(" ", sentence))]
    return [" ".join(name.split()) for name in named if name.strip()]


def count_whole(name: str, text: str) -> int:
    """How often a text holds a name as a whole: `5` is not in `15`, nor `read` in `thread`."""
    return sum(1 for _ in _positions(name, text))


def stands_whole(name: str, text: str) -> bool:
    """Whether a text holds a name as a whole."""
    return next(_positions(name, text), None) is not None


def _positions(name: str, text: str) -> Iterator[int]:
    position = text.find(name)
    while position >= 0:
        if not (_joins(text, position) or _joins(text, position + len(name))):
            yield position
        position = text.find(name, position + 1)


def _joins(text: str, position: int) -> bool:
    """Whether the characters on both sides of a position belong to one Latin word or number."""
    return 0 < position < len(text) and all(c.isascii() and c.isalnum() for c in text[position - 1 : position + 1])


def sentences_of(paragraph: str) -> list[str]:
    """The sentences of a paragraph; a full stop inside backticks, a number, a path or a link does not end one."""
    found, start, inside = [], 0, False
    for position, character in enumerate(paragraph):
        if character == "`":
            inside = not inside
        ends = character in "。！？" or (
            character in ".!?" and paragraph[position + 1 : position + 2].strip() == "" and position > start
        )
        if ends and not inside:
            found.append(paragraph[start : position + 1].strip())
            start = position + 1
    found.append(paragraph[start:].strip())
    return [sentence for sentence in found if sentence]


def rejection(sentence: str, allowed_names: AllowedNames, language: str) -> Rejection | None:
    """Why a model's sentence may not be printed; None if it may.

    Args:
        sentence: the sentence or title.
        allowed_names: what it may name.
        language: the report's language (en, ja, zh).
    """
    if not any(character.isalnum() for character in sentence):
        return Rejection(RejectionReason.EMPTY)
    if not LANGUAGES[language].can_be(sentence):
        return Rejection(RejectionReason.WRONG_LANGUAGE)
    if repeats_itself(sentence):
        return Rejection(RejectionReason.REPETITION)
    if addresses_model(sentence):
        return Rejection(RejectionReason.ORDER)
    names = allowed_names.ungrounded(sentence)
    return Rejection(RejectionReason.UNKNOWN_NAME, tuple(names)) if names else None


def stem_of(word: str) -> str:
    """A Latin word without its inflection: `filtering` is about `filter`."""
    return re.sub(r"(?:ing|ed|es|s|e)$", "", re.sub(r"(?:y|ies)$", "i", word))


def contradicts(sentence: str, file: FileChange) -> bool:
    """Whether an English title misstates what was added or removed, or copies diff marks.

    A title "from X to X" is false. The name of something said to be new must not occur in removed lines; that of
    something said to be removed must.
    """
    stays = file.status not in (Status.ADDED, Status.COPIED, Status.REMOVED)
    if _MARKS.search(sentence) or _SAME_TWICE.search(sentence) or (_SAYS_KEPT.match(sentence) and not stays):
        return True
    without_names = _NAME.sub("it", sentence)
    is_added, is_removed = _SAYS_ADDED.match(without_names), _SAYS_REMOVED.match(without_names)
    if _misstates_addition(sentence, file):
        return True
    return bool(
        (is_added and file.status not in (Status.ADDED, Status.COPIED) and (is_added[1] or not file.additions))
        or (is_removed and file.status is not Status.REMOVED and (is_removed[1] or not file.deletions))
    )


def _misstates_addition(sentence: str, file: FileChange) -> bool:
    match = _SAYS_ADDED_OR_REMOVED.match(sentence)
    if match is None or not file.hunks or file.status in (Status.ADDED, Status.COPIED, Status.REMOVED):
        return False
    name = (match["quoted"] or match["name"]).rstrip(".,:-")
    removed = "\n".join(line.text for hunk in file.hunks for line in hunk.lines if line.kind == "-")
    was_there = stands_whole(name.casefold(), removed.casefold())
    return was_there if match["comes"] else not was_there


def repeats_itself(sentence: str) -> bool:
    """Whether prose loops, as that of small models can: a few words twice in a row, or a longer phrase twice."""
    if _REPEATED.search(_NAME.sub(lambda name: re.sub(r"\W", "", name[0]), sentence)):
        return True  # names are collapsed first: repetition within a path is not a loop
    units = re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+", sentence.casefold())
    length = _PHRASE * 4 if HAN.search(sentence) or KANA.search(sentence) else _PHRASE
    phrases = [tuple(units[start : start + length]) for start in range(len(units) - length + 1)]
    return len(set(phrases)) < len(phrases)
