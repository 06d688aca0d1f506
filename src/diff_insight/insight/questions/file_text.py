"""The part of the prompt that describes one file, for each prompt mode."""

from collections.abc import Callable, Iterator

from diff_insight.evidence.gather import FileEvidence
from diff_insight.insight.questions.digest import digest
from diff_insight.insight.questions.notes import fact_notes, name_notes, reason_notes, sign_notes
from diff_insight.insight.questions.question_kinds import TRAINED, PromptMode

Tokenize = Callable[[str], tuple[int, ...]]


def file_text(mode: PromptMode, file: FileEvidence, tokenize: Tokenize, room: int) -> str:
    """The digest of a file, with the notes that the mode includes.

    Args:
        mode: how the model is prompted.
        file: the file.
        tokenize: the model's own tokenizer.
        room: maximum number of tokens.
    """

    def count(text: str) -> int:
        return len(tokenize(text))

    # A trained model takes its title from commit messages; one about every file would become every file's title.
    commits = file.own_commits if mode in TRAINED else file.commits
    return digest(file.change, commits, list(_notes(mode, file)), count, room)


def file_tokens(mode: PromptMode, file: FileEvidence, tokenize: Tokenize, room: int) -> tuple[int, ...]:
    """The tokens of `file_text`, used both for inference and for training."""
    return tokenize(file_text(mode, file, tokenize, room))[:room]


def _notes(mode: PromptMode, file: FileEvidence) -> Iterator[str]:
    yield from sign_notes(file.signs)
    match mode:
        case PromptMode.TRAINED | PromptMode.TRAINED_FOR_TYPES:
            alarming = {sign.fact for sign in file.signs}
            yield from name_notes([fact for fact in file.facts if fact not in alarming])
        case PromptMode.EXPLAINED:
            yield from reason_notes(file.commits)
            yield from fact_notes(file.facts)
