"""Turns labelled changes into training examples: the exact tokens of a question in inference, and of its answer.

    python -m training.examples --out build/examples DOCUMENTS.jsonl.gz CODE.jsonl.gz ...

A row with labels by language is a change of a document; one with an author's type and subject is a change of code.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from diff_insight.evaluation.rows import LabelledChange, labelled_changes
from diff_insight.evidence.gather import FileEvidence
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.checks.grounding import rejection, sentences_of
from diff_insight.insight.checks.title_check import allowed_names_of, title_rejection
from diff_insight.insight.questions.content_kinds import Kind, kind_of
from diff_insight.insight.questions.file_text import file_tokens
from diff_insight.insight.questions.prompts import load_prompts
from diff_insight.insight.questions.question_kinds import QUESTIONS, PromptMode
from diff_insight.llm.models.embedded import embedded_model
from diff_insight.llm.prompt.frame import Frame, frame
from diff_insight.llm.prompt.tokenizer import Tokenizer
from diff_insight.sentences.titles import TITLE_LENGTH
from diff_insight.sentences.titles import title as title_from_facts
from diff_insight.sentences.translation import Wording
from training.example import Example
from training.occurrences import occurrences
from training.settings import CodeSettings, DocumentSettings, ExampleSettings, SubjectKind, read_settings

_Kind = TypeVar("_Kind", bound=str)

_PREFIXES = {
    "new feature": ("feat",),
    "bug fix": ("fix",),
    "breaking change": ("feat!", "fix!", "refactor!"),
    "minor update": ("chore", "docs", "refactor", "style", "test", "build", "ci", "perf"),
}


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A labelled change as it will be asked about."""

    change: LabelledChange
    language: str
    label: str
    subject: SubjectKind


class Examples:
    """Makes examples for one vocabulary, with a maximum number of tokens per digest."""

    def __init__(self, tokenizer: Tokenizer, digest: int = QUESTIONS[PromptMode.TRAINED].input_tokens) -> None:
        self._tokenizer = tokenizer
        self._digest = digest
        prompts = load_prompts(None)
        self._frames = {
            language: frame(tokenizer, prompts.file_messages(PromptMode.TRAINED, DEFAULT_TYPES, language))
            for language in ("en", "ja", "zh")
        }
        self._opening = self._tokens('{"modification_type":"')

    def example(
        self, file: FileEvidence, language: str, label: str, title: str | None, explanation: str | None = None
    ) -> Example:
        """The conversation about a file; without a title the answer ends with the token that chooses the type."""
        around: Frame = self._frames[language]
        question = file_tokens(PromptMode.TRAINED, file, self._tokens, self._digest)
        said: dict[str, str | list[str]] = {"modification_type": label, "modification_title": title or ""}
        if explanation:
            said["explanation"] = [explanation]
        answer = self._tokens(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
        if answer[: len(self._opening)] != self._opening:
            raise ValueError("this vocabulary joins the opening of an answer with the type that follows it")
        before = (*around.before, *question, *around.after, *self._opening)
        rest = answer[len(self._opening) :]
        return Example(
            tokens=(*before, *(rest if title else rest[:1])),
            label_at=len(before),
            label=label,
            language=language,
            kind=kind_of(file),
            status=file.change.status,
            titled=bool(title),
        )

    def _tokens(self, text: str) -> tuple[int, ...]:
        return self._tokenizer.tokenize(text, special=False)


def examples(settings: ExampleSettings, changes: Sequence[LabelledChange], make: Examples) -> Iterator[Example]:
    """The examples of labelled changes that are not held out, in an order determined by the seed."""
    chance = random.Random(settings.seed)  # noqa: S311 - sampling
    kept = [change for change in changes if not is_held_out(settings, change)]
    documents = [change for change in kept if change.subject is None]
    code = [change for change in kept if change.subject is not None]
    chosen = [
        *_chosen_documents(settings.documents, settings.labels, documents, chance),
        *_chosen_code(settings.code, settings.labels, code, chance),
    ]
    chance.shuffle(chosen)
    for choice in chosen:
        example = _example(settings, choice, make, chance)
        if example:
            yield example


def held_out_examples(
    settings: ExampleSettings, changes: Sequence[LabelledChange], make: Examples
) -> Iterator[Example]:
    """The example of each held-out change, in each of its languages, with and without the author's words."""
    for change in changes:
        if is_held_out(settings, change):
            for language, said in change.said.items():
                for with_subject in (False, True) if change.subject else (False,):
                    if said.type in settings.labels:
                        made = make.example(change.evidence(with_subject=with_subject), language, said.type, None)
                        yield replace(made, group=change.origin)


def _as_they_come(settings: ExampleSettings, changes: Iterable[LabelledChange]) -> Iterator[tuple[Kind, str, str]]:
    """Kind, status and type of the changes not held out, in each language, with and without the author's words."""
    for change in changes:
        if not is_held_out(settings, change):
            for with_subject in (False, True) if change.subject else (False,):
                kind = kind_of(change.evidence(with_subject=with_subject))
                for said in change.said.values():
                    if said.type in settings.labels:
                        yield kind, change.change.status, said.type


def is_held_out(settings: ExampleSettings, change: LabelledChange) -> bool:
    """Whether a change is excluded from training, for fitting the temperature and validation."""
    since = settings.held_out.get(change.origin)
    return since is not None and change.date >= since


def _chosen_documents(
    settings: DocumentSettings, labels: Sequence[str], changes: Sequence[LabelledChange], chance: random.Random
) -> list[_Chosen]:
    common: list[list[_Chosen]] = []
    chosen: list[_Chosen] = []
    for change in changes:
        edited = change.change.status.value == "modified"
        asked = [
            _Chosen(change, language, said.type, "none")
            for language, said in change.said.items()
            if said.type in labels
        ]
        usual = [choice for choice in asked if choice.label == settings.common]
        if usual and edited:
            common.append(usual)
        chosen += usual if not edited else []
        chosen += [c for c in asked if c.label != settings.common] * (settings.edited_rare_copies if edited else 1)
    chance.shuffle(common)
    wanted = {language: round(share * settings.common_examples) for language, share in settings.language_shares.items()}
    # Languages with few changes come first; otherwise the others would use those up.
    spare = Counter(choice.language for choices in common for choice in choices)
    for language in sorted(wanted, key=lambda language: spare[language]):
        fitting = [choices for choices in common if any(c.language == language for c in choices)][: wanted[language]]
        chosen += [next(c for c in choices if c.language == language) for choices in fitting]
        taken = {id(choices) for choices in fitting}
        common = [choices for choices in common if id(choices) not in taken]
    return chosen


def _chosen_code(
    settings: CodeSettings, labels: Sequence[str], changes: Sequence[LabelledChange], chance: random.Random
) -> list[_Chosen]:
    by_label: dict[str, list[LabelledChange]] = defaultdict(list)
    for change in changes:
        by_label[change.said["en"].type].append(change)
    chosen = []
    for label in labels:
        rows = by_label[label]
        chance.shuffle(rows)
        rows = rows[: settings.most.get(label, len(rows))]
        copies = settings.copies.get(label, 1.0)
        repeated = (rows * 8)[: round(len(rows) * copies)]
        for origin, more in settings.copies_of_origins.items():
            own = [change for change in rows if change.origin == origin]
            repeated += (own * 8)[: round(len(own) * (more - 1))]
        for change in repeated:
            subject = _drawn(settings.subject_shares, chance)
            chosen.append(_Chosen(change, _drawn(settings.language_shares, chance), label, subject))
    return chosen


def _example(settings: ExampleSettings, choice: _Chosen, make: Examples, chance: random.Random) -> Example | None:
    change = choice.change
    if choice.subject == "prefixed" and change.subject:
        prefix = chance.choice(_PREFIXES[choice.label])
        change = replace(change, subject=f"{prefix}: {change.subject}")
    file = change.evidence(with_subject=choice.subject != "none")
    title = _title(choice, file) if choice.language in settings.titles else None
    explanation = _explanation(choice, file, settings.sentences) if title and settings.sentences else ""
    if settings.sentences and not explanation:
        return None
    return replace(make.example(file, choice.language, choice.label, title, explanation), group=change.origin)


def _title(choice: _Chosen, file: FileEvidence) -> str | None:
    """The title to learn; None if it would fail the check in inference."""
    if choice.change.subject and choice.language != "en":
        title: str | None = title_from_facts(Wording(choice.language), file)
    else:
        title = _cleaned(choice.change.said[choice.language].title)
    if title and title_rejection(PromptMode.TRAINED, choice.language, file, allowed_names_of(file), title):
        return None
    return title


def _explanation(choice: _Chosen, file: FileEvidence, most: int) -> str:
    """The first sentences of the explanation that would pass the check in inference; '' if none would."""
    vocabulary, words = allowed_names_of(file), choice.change.said[choice.language].explanation or ""
    passing = (s for s in sentences_of(" ".join(words.split())) if not rejection(s, vocabulary, choice.language))
    return " ".join(islice(passing, most))


def _cleaned(title: str | None) -> str | None:
    """The title to learn: on one line, without a full stop, capitalised unless it begins with a name."""
    text = " ".join((title or "").split()).rstrip(".。")
    first = text.partition(" ")[0]
    if first.isascii() and first.isalpha() and first.islower():
        text = text[:1].upper() + text[1:]
    return text if 0 < len(text) <= TITLE_LENGTH else None


def _drawn(shares: Mapping[_Kind, float], chance: random.Random) -> _Kind:
    return chance.choices(list(shares), weights=list(shares.values()))[0]


def write_examples(examples: Iterable[Example], out: Path) -> None:
    """Write examples as JSON Lines, and print the number of each kind."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    tokens = 0
    with out.open("w") as file:
        for example in examples:
            file.write(json.dumps(asdict(example)) + "\n")
            counts[example.kind, example.language, example.label, "titled" if example.titled else "type only"] += 1
            tokens += len(example.tokens)
    for key, count in sorted(counts.items()):
        print(f"{count:6} {', '.join(key)}")
    print(f"{out}: {sum(counts.values())} examples, {tokens} tokens")


def main() -> None:
    """Write the training examples, the held-out examples, and how often each type occurs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, nargs="+", help="files of labelled changes")
    parser.add_argument("--settings", type=Path, default=Path("training/second.toml"))
    parser.add_argument("--base", type=Path, help="GGUF that will be trained; by default the embedded model")
    parser.add_argument("--out", type=Path, required=True, help="folder for three JSON Lines files")
    arguments = parser.parse_args()
    settings = read_settings(arguments.settings).examples
    changes = [change for path in arguments.rows for change in labelled_changes(path)]
    arguments.out.mkdir(parents=True, exist_ok=True)
    with Tokenizer(arguments.base or embedded_model().path) as tokenizer:
        make = Examples(tokenizer, settings.digest_tokens)
        made = list(examples(settings, changes, make))
        write_examples(made, arguments.out / "train.jsonl")
        write_examples(held_out_examples(settings, changes, make), arguments.out / "held_out.jsonl")
    counts = occurrences(_as_they_come(settings, changes), ((Kind(e.kind), e.status, e.label) for e in made))
    with (arguments.out / "occurrences.jsonl").open("w") as file:
        file.writelines(count.model_dump_json() + "\n" for count in counts)


if __name__ == "__main__":
    main()
