"""Checks what a model wrote against the change, keeps the sentences that pass and records those that do not."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from diff_insight.insight.checks.claims import main_clauses
from diff_insight.insight.checks.grounding import Rejection, RejectionReason, sentences_of
from diff_insight.insight.insight import Dropped, Part
from diff_insight.sentences.translation import Wording

_ALSO = re.compile(
    r"^(?:(?:also,?|in addition,?|additionally,?|また、?|さらに、?|同时，?|此外，?)\s*)?(?:(?:this|these|the)\s+)?",
    re.IGNORECASE,
)
"""What small models put before a sentence when they say it again."""

_OPENING = " :;,.-、，。"
"""What a sentence does not begin with."""

_END = re.compile(r"[.!?。！？][)\]\"'”’」』）*]*$")

Check = Callable[[str], Rejection | None]


@dataclass(frozen=True, slots=True)
class Checked:
    """A model's text after the check.

    Attributes:
        paragraphs: the paragraphs, reduced to the sentences that passed; empty if none did.
        count: number of sentences checked.
        dropped: the sentences that did not pass.
    """

    paragraphs: tuple[str, ...]
    count: int
    dropped: tuple[Dropped, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """The paragraphs, if at least half of the sentences passed: a remnant tells less than sentences from facts."""
        return self.paragraphs if 2 * len(self.dropped) <= self.count else ()


def check_text(wording: Wording, part: Part, paragraphs: Iterable[str], check: Check) -> Checked:
    """Keep the sentences that pass the check, each once; a paragraph is left out if none of its sentences passes.

    Of one that says what the change does not show, the main clause is kept if that passes.
    """
    kept: list[str] = []
    dropped: list[Dropped] = []
    told: set[str] = set()
    count = 0
    for paragraph in paragraphs:
        passing = []
        for sentence in sentences_of(paragraph.lstrip(_OPENING)) or [""]:
            count += 1
            rejection = check(sentence)
            if rejection and rejection.reason is RejectionReason.NOT_SHOWN:
                shorter = next((each for each in main_clauses(sentence) if check(each) is None), None)
                if shorter:
                    sentence, rejection = shorter, None
            if rejection is None and not _is_finished(sentence):
                rejection = Rejection(RejectionReason.UNFINISHED)
            content = _ALSO.sub("", sentence).casefold()
            if rejection is None and content in told:
                rejection = Rejection(RejectionReason.REPETITION)
            told.add(content)
            if rejection:
                dropped.append(Dropped(part, rejection.reason, rejection.names))
            else:
                passing.append(sentence)
        if passing:
            kept.append(wording.sentences(passing))
    return Checked(tuple(dict.fromkeys(kept)), count, tuple(dropped))


def _is_finished(sentence: str) -> bool:
    """Whether a sentence ends as one: a model can run out of tokens, or end the JSON string at a quote within it."""
    return sentence.count("`") % 2 == 0 and _END.search(sentence) is not None


def better(first: Checked, second: Checked) -> Checked:
    """The answer with fewer dropped sentences; the second if they tie or the first has no text left."""
    return first if first.paragraphs and len(first.dropped) < len(second.dropped) else second


def reasons(dropped: Sequence[Dropped]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names that the change does not contain, and the reasons; each without duplicates, in order."""
    names = dict.fromkeys(name for drop in dropped for name in drop.names)
    return tuple(names), tuple(dict.fromkeys(drop.reason.value for drop in dropped))
