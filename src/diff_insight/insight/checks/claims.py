"""Checks that a sentence claims only what changed lines show: a general model says much that they do not.

Each clause must be the author's words about the file, or name what stands in changed lines on the side that its verbs
speak of, and say the rest in words that claim nothing or that the file has, too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, permutations

from diff_insight.changes.changeset import Commit, FileChange, Status
from diff_insight.evidence.injection import addresses_model
from diff_insight.evidence.roles import OF_CODE_NOBODY_CALLS, role_of
from diff_insight.insight.checks.claim_words import (
    BECOMES,
    BEYOND_LINES,
    CHANGES,
    CLAIMS,
    COMES,
    DESCRIBES,
    GOES,
    INTO,
    LINK_TO,
    PLAIN,
    PLAIN_EASTERN,
    RENAMES,
    REPLACES,
    THINGS,
    VALUE_OF,
    WAS_THERE,
)
from diff_insight.insight.checks.grounding import count_whole, names_in, stem_of
from diff_insight.insight.checks.name_kinds import are_what_they_are_called
from diff_insight.sentences.languages import HAN, KANA

_PAIR = 2
_OF_AUTHORS = 3  # words of a clause that one message must have, so that it can be said to repeat its author
_WORD = re.compile(r"[a-z]{4,}")
_QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|“[^”]*”|「[^」]*」")
_CLAUSE_ENDS = re.compile(r"[,;](?=\s)|[，；、]|\s(?:and|but|while)\s(?=\w+(?:s|ed)\b|the\b)|并(?!且)|以及")
_EASTERN_CLAUSES = re.compile(r"[，；]|[しりれて]、")  # without enumerations
_SUBORDINATE = re.compile(
    r",? (?:which|so that|because|to (?!the |an? )[a-z]+|and with it|with|including|explaining|allowing|describing)\b"
    r"|, (?:and|but|where|as)\b"
)
_ABBREVIATION = re.compile(r"[A-Z]{2,}s?")
_ADDRESS = re.compile(r"\w+://\S+|\([\w./#-]+\)")
_FROM = re.compile(r"\bfrom\b|から|从", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Block:
    """Adjacent lines that replace each other, in lower case."""

    removed: str
    added: str


class FileClaims:
    """What sentences may claim of one file.

    Args:
        file: the file.
        commits: those that touch it, whose words may be repeated.
    """

    def __init__(self, file: FileChange, commits: Iterable[Commit] = ()) -> None:
        self._blocks = list(_blocks(file))
        self._added = "\n".join(block.added for block in self._blocks)
        self._removed = "\n".join(block.removed for block in self._blocks)
        self._lines = f"{self._removed}\n{self._added}"
        self._paths = f"{file.path}\n{file.old_path or ''}".casefold()
        self._status = file.status
        self._is_of_callers = role_of(file.path) in OF_CODE_NOBODY_CALLS
        messages = [
            (each.subject, each.body) for each in commits if not addresses_model(f"{each.subject}\n{each.body}")
        ]
        self._subjects = [_words(subject) for subject, _ in messages]
        self._messages = [_words(f"{subject}\n{body}") for subject, body in messages]
        shown = (f"{hunk.header}\n{line.text}" for hunk in file.hunks for line in hunk.lines)
        self._around = "\n".join((self._lines, self._paths, *shown)).casefold()
        self._before = "\n".join(
            f"{hunk.header}\n{line.text}" for hunk in file.hunks for line in hunk.lines if line.kind != "+"
        ).casefold()
        self._prose = _words(_ADDRESS.sub(" ", "\n".join(line.text for hunk in file.hunks for line in hunk.lines)))
        self._known = _words(self._around) | PLAIN

    def bear_out_title(self, title: str) -> bool:
        """Whether the change shows what a title says, which need name nothing."""
        own = _QUOTED.sub(" ", title)
        if not are_what_they_are_called(title, self._around):
            return False
        if self._is_of_callers and BEYOND_LINES.search(own):
            return False  # a test mends nothing, it shows what is mended elsewhere
        if self._is_said(title, self._subjects, least=1):
            return True
        if not _own_words(own) <= self._known or self._status is Status.REMOVED:
            return False  # only its path says for sure what is gone with a file
        if self._status is Status.ADDED and not COMES.search(own):
            return False
        if _is_eastern(own) and (BEYOND_LINES.search(own) or _EASTERN_CLAUSES.search(own)):
            return False
        names = [name.casefold() for name in names_in(title)]
        holders = set()
        if not REPLACES.search(own):
            holders = {name.casefold() for found in INTO.findall(title) for name in found}
        return all(name in self._around for name in names) and self._shows(
            title, [n for n in names if n not in holders]
        )

    def bear_out(self, sentence: str) -> bool:
        """Whether the change shows what each clause of a sentence of prose says, or its authors say so.

        A clause that names nothing belongs to the next one; after the last that names something it must claim and
        describe nothing.
        """
        whole: list[str] = []
        waiting = ""
        for clause in _clauses(sentence):
            waiting += clause
            if _telling(waiting) or self._bear_out_clause(waiting):
                whole.append(waiting)
                waiting = ""
        if not whole or CLAIMS.search(waiting) or DESCRIBES.search(waiting):
            return False
        whole[-1] += waiting
        return all(map(self._bear_out_clause, whole))

    def _bear_out_clause(self, clause: str) -> bool:
        if not are_what_they_are_called(clause, self._around):
            return False
        own = _QUOTED.sub(" ", clause)
        if self._is_said(clause, self._messages, least=_OF_AUTHORS):
            return True
        if BEYOND_LINES.search(own) or not _own_words(own) <= self._known:
            return False
        if _is_eastern(own) and not any(words.fullmatch(own) for words in PLAIN_EASTERN):
            return False
        # What only describes may be what unchanged lines do, or a document that a line comes from.
        return CLAIMS.search(own) is not None and self._holds_names(clause) and self._shows(clause, _telling(clause))

    def _is_said(self, text: str, sayings: Sequence[frozenset[str]], *, least: int) -> bool:
        """Whether authors once said all of an English text's words that claim something, and at least so many."""
        words = _own_words(text)
        return len(words) >= least and not _is_eastern(text) and any(words <= said for said in sayings)

    def _holds_names(self, clause: str) -> bool:
        """Whether a clause names something of the changed lines, and nothing that stands only elsewhere."""
        names = [name.casefold() for name in _telling(clause)]
        in_lines = {name for name in names if self._count(name) != (0, 0)}
        in_paths = {name for name in names if name in self._paths}
        if self._status is Status.REMOVED and set(names) > in_paths:
            return False  # what a file that is gone had in it tells nobody more than that it is gone
        is_whole = self._status is not Status.MODIFIED
        return bool(in_lines or (is_whole and in_paths)) and in_lines | in_paths >= set(names)

    def _shows(self, text: str, changed: Sequence[str]) -> bool:
        """Whether changed lines are about what a text speaks of, and hold what it calls changed where its verbs say."""
        own = _QUOTED.sub(" ", text)
        if not self._are_about(own):
            return False
        if self._status in (Status.ADDED, Status.COPIED):
            return not (GOES.search(own) or CHANGES.search(own))
        if self._status is Status.REMOVED:
            return GOES.search(own) is not None and not CHANGES.search(own)
        for found in RENAMES.findall(text):
            pair = [name.casefold() for name in found if name]
            if not self._replaces(pair) and not all(name in self._paths for name in pair):
                return False
        names = list(dict.fromkeys(map(str.casefold, changed)))
        apart = [name for name in names if name not in self._paths]
        if REPLACES.search(own) and len(apart) >= _PAIR:
            return self._replaces(apart)
        return self._are_on_their_side(text, own, names)

    def _are_about(self, own: str) -> bool:
        """Whether changed lines are about the things that a text speaks of in its own words."""
        if any(thing.words.search(own) and not thing.shown_by.search(self._lines) for thing in THINGS):
            return False
        if not _words(" ".join(name for found in LINK_TO.findall(own) for name in found)) <= self._prose | PLAIN:
            return False  # what a link leads to is named where it stands, not in its address or the name of the file
        origins = len(_FROM.findall(own))
        has_verb = any(verbs.search(own) for verbs in (CHANGES, GOES, COMES))
        return origins == 0 or (origins == 1 and has_verb)

    def _are_on_their_side(self, text: str, own: str, names: Sequence[str]) -> bool:
        """Whether names of a text stand among added or removed lines, as its verbs say."""
        counts = {name: count for name in names if (count := self._count(name)) != (0, 0)}
        if not counts:
            return True
        holder = VALUE_OF.search(text)
        if holder and 0 in counts.get(holder[1].casefold(), (1, 1)):
            return False  # what has another value is there before and after
        if any(name.casefold() not in self._before for found in WAS_THERE.findall(text) for name in found if name):
            return False
        became = [name.casefold() for found in BECOMES.findall(text) for name in found if name]
        if any(old >= new for name in became for old, new in [self._count(name)]):
            return False
        if COMES.search(own) and not any(words.search(own) for words in (GOES, CHANGES, REPLACES)):
            into = {name.casefold() for found in INTO.findall(text) for name in found}
            return all(old < new for name, (old, new) in counts.items() if name not in into)
        comes, goes = any(old < new for old, new in counts.values()), any(old > new for old, new in counts.values())
        return (comes or not COMES.search(own)) and (goes or not GOES.search(own))

    def _replaces(self, names: Sequence[str]) -> bool:
        """Whether two of the names stand in lines that replace each other, one in the old and one in the new."""
        return any(
            count_whole(old, block.removed) > count_whole(old, block.added)
            and count_whole(new, block.added) > count_whole(new, block.removed)
            for old, new in permutations(names, _PAIR)
            for block in self._blocks
        )

    def _count(self, name: str) -> tuple[int, int]:
        """How often removed and added lines hold a name."""
        return count_whole(name, self._removed), count_whole(name, self._added)


def main_clauses(sentence: str) -> Iterator[str]:
    """Yield an English sentence without what is subordinate at its end, the longest first.

    Each stands by itself, and quotes something: without that it says no more than that something changed.
    """
    for match in reversed(list(_SUBORDINATE.finditer(_masked(sentence)))):
        main = sentence[: match.start()].rstrip(" ,;")
        if _QUOTED.search(main):
            yield f"{main}."


def _blocks(file: FileChange) -> Iterator[_Block]:
    for hunk in file.hunks:
        for is_context, lines in groupby(hunk.lines, key=lambda line: line.kind == " "):
            if not is_context:
                texts = {"-": "", "+": ""}
                for line in lines:
                    if line.kind in texts and not addresses_model(line.text):
                        texts[line.kind] += " ".join(line.text.casefold().split()) + "\n"
                yield _Block(texts["-"], texts["+"])


def _clauses(sentence: str) -> list[str]:
    """The parts of a sentence that can be told apart; what is quoted stays whole."""
    masked = _masked(sentence)
    ends = [0, *(match.end() for match in _CLAUSE_ENDS.finditer(masked)), len(sentence)]
    return [sentence[start:end] for start, end in pairwise(ends) if sentence[start:end].strip()]


def _telling(text: str) -> list[str]:
    """The names in a text that are about its own lines, as `read_all` and 2.0 are; API and the like are in many."""
    return [name for name in names_in(text) if not _ABBREVIATION.fullmatch(name)]


def _is_eastern(text: str) -> bool:
    """Whether a text is Japanese or Chinese."""
    return HAN.search(text) is not None or KANA.search(text) is not None


def _masked(sentence: str) -> str:
    """A sentence with what is quoted in it made unreadable, at its length."""
    return _QUOTED.sub(lambda quoted: "`" * len(quoted[0]), sentence)


def _words(text: str) -> frozenset[str]:
    return frozenset(map(stem_of, _WORD.findall(text.casefold())))


def _own_words(text: str) -> frozenset[str]:
    """The words of a text that claim something."""
    return _words(text) - PLAIN
