"""Holds what a model wrote against the change, keeps what passes and remembers what does not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from diff_insight.insight.checks.grounding import Rejection, sentences_of
from diff_insight.insight.insight import Dropped, Part
from diff_insight.sentences.translation import Wording

Check = Callable[[str], Rejection | None]


@dataclass(frozen=True, slots=True)
class Checked:
    """A text of a model after the check.

    Attributes:
        paragraphs: what passed, sentence by sentence; empty where nothing did.
        count: the sentences that were checked.
        dropped: those that did not pass.
    """

    paragraphs: tuple[str, ...]
    count: int
    dropped: tuple[Dropped, ...]


def check_text(wording: Wording, part: Part, paragraphs: Iterable[str], check: Check) -> Checked:
    """Keep the sentences of some paragraphs that pass; a paragraph none of whose sentences does is left out."""
    kept: list[str] = []
    dropped: list[Dropped] = []
    count = 0
    for paragraph in paragraphs:
        passing = []
        for sentence in sentences_of(paragraph) or [""]:
            count += 1
            rejection = check(sentence)
            if rejection:
                dropped.append(Dropped(part, rejection.fault, rejection.names))
            else:
                passing.append(sentence)
        if passing:
            kept.append(wording.sentences(passing))
    return Checked(tuple(dict.fromkeys(kept)), count, tuple(dropped))


def better(first: Checked, second: Checked) -> Checked:
    """The one of two answers to one question of which less was dropped, the second where both are alike."""
    return first if first.paragraphs and len(first.dropped) < len(second.dropped) else second


def faults(dropped: Sequence[Dropped]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names that the change does not contain, and the faults, each once, in order."""
    names = dict.fromkeys(name for drop in dropped for name in drop.names)
    return tuple(names), tuple(dict.fromkeys(drop.fault.value for drop in dropped))
