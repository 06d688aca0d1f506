"""Checks that what a model wrote names only what the change contains."""

import re
from collections.abc import Iterable

from diff_insight.changes.changeset import Commit, FileChange, Status

_QUOTED = re.compile(r"`([^`]+)`|\"([^\"]+)\"|「([^」]+)」|“([^”]+)”")
_NAME = re.compile(
    r"https?://\S+|[\w.-]*/[\w./-]+|\w+(?:[._:-]\w+)+|\w*_\w+|[a-z]+[A-Z]\w*|[A-Z]{2,}\w*|v?\d[\d.,:-]*\w*"
)
_WORD = re.compile(r"[a-z]{4,}")  # letters of Latin words; shorter ones tell little
_COMMON_WORDS = frozenset(
    {
        "about", "added", "adding", "adds", "also", "been", "change", "changed", "changes", "code", "content",
        "document", "documentation", "each", "file", "files", "fixed", "fixes", "from", "have", "into", "line",
        "lines", "made", "make", "more", "page", "pages", "remove", "removed", "removes", "section", "text",
        "that", "their", "this", "type", "update", "updated", "updates", "using", "when", "which", "will", "with",
    }
)  # fmt: skip
_TELLING = 2  # telling words of a title, at least: "Update the code" says nothing
_PHRASE = 5  # words, or four times as many characters of Chinese or Japanese, that stand twice only in a loop
_WHOLE = r"\b(?:.*\b(page|file|document|article|module|tutorial|guide)s?\b)?"
_CAME = re.compile(r"(?:add|adds|added|create|creates|new)" + _WHOLE, re.IGNORECASE)
_WENT = re.compile(r"(?:remove|removes|removed|delete|deletes|deleted)" + _WHOLE, re.IGNORECASE)
_STAYED = re.compile(r"(?:update|change|fix|improve|modif(?:y|i)|edit|rename)(?:e?[sd])?\b", re.IGNORECASE)
_MARKS = re.compile(r"\[-|-\]|\{\+|\+\}|\+\+")
_REPEATED = re.compile(r"(\b\w{3,}\b(?:\W+\w+){0,3}?)\W+\1\b", re.IGNORECASE)
_JAPANESE = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Vocabulary:
    """Everything a sentence about files may name.

    That is their paths, counts, changed and context lines, and the words of the commits that touch them.
    """

    def __init__(self, files: Iterable[FileChange], commits: Iterable[Commit]) -> None:
        changed: list[str] = []
        context: list[str] = []
        for file in files:
            changed += [file.path, file.old_path or ""]
            context += [str(file.additions), str(file.deletions)]
            for hunk in file.hunks:
                for line in hunk.lines:
                    (context if line.kind == " " else changed).append(line.text)
        self._words = {_stem(word) for text in changed for word in _WORD.findall(text.casefold())}
        context += (f"{commit.subject}\n{commit.body}" for commit in commits)
        self._text = "\n".join([*changed, *context]).casefold()

    def ungrounded(self, sentence: str) -> list[str]:
        """The names, paths, links, numbers and quoted words of a sentence that the change does not contain."""
        named = [next(group for group in match.groups() if group) for match in _QUOTED.finditer(sentence)]
        named += [name.rstrip(".,:-") for name in _NAME.findall(_QUOTED.sub(" ", sentence))]
        return [name for name in named if name.strip() and name.strip().casefold() not in self._text]

    def is_familiar(self, sentence: str) -> bool:
        """Whether a sentence has telling words, in Latin letters, and all of them occur in changed lines or paths.

        A test for models too small to be believed when they paraphrase.
        """
        words = {word for word in _WORD.findall(sentence.casefold()) if word not in _COMMON_WORDS}
        return len(words) >= _TELLING and all(_stem(word) in self._words for word in words)


def _stem(word: str) -> str:
    """A word without the ending that a title may give it: `filtering` is about `filter`."""
    return re.sub(r"(?:ing|ed|es|s)$", "", word)


def contradicts(sentence: str, file: FileChange) -> bool:
    """Whether an English title says of a file's coming and going what is not so, or copies the digest's marks."""
    stays = file.status not in (Status.ADDED, Status.COPIED, Status.REMOVED)
    if _MARKS.search(sentence) or (_STAYED.match(sentence) and not stays):
        return True
    came, went = _CAME.match(sentence), _WENT.match(sentence)
    return bool(
        (came and file.status not in (Status.ADDED, Status.COPIED) and (came[1] or not file.additions))
        or (went and file.status is not Status.REMOVED and (went[1] or not file.deletions))
    )


def repeats_itself(sentence: str) -> bool:
    """Whether prose loops, as small models do: a few words twice in a row, or a longer phrase twice."""
    if _REPEATED.search(sentence):
        return True
    units = re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+", sentence.casefold())
    length = _PHRASE * 4 if _HAN.search(sentence) or _JAPANESE.search(sentence) else _PHRASE
    phrases = [tuple(units[start : start + length]) for start in range(len(units) - length + 1)]
    return len(set(phrases)) < len(phrases)


def is_in_language(sentence: str, language: str) -> bool:
    """Whether a sentence can be in that language (en, ja, zh), by the scripts it uses."""
    if language == "ja":
        return _JAPANESE.search(sentence) is not None
    if language == "zh":
        return _HAN.search(sentence) is not None and _JAPANESE.search(sentence) is None
    return _JAPANESE.search(sentence) is None and _HAN.search(sentence) is None
