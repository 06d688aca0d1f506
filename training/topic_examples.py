"""Turns topics of released versions into training examples of the questions that are asked about topics.

    python -m training.topic_examples MIRROR --out build/topic-examples.jsonl

MIRROR is a folder of bare clones OWNER+NAME.git of the projects in topics.toml. The maintainers' notes say the answers:
whether they tell a topic, under which heading, and in words that are most like one of the candidates for its title.
"""

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from rapidfuzz.fuzz import token_set_ratio

from diff_insight.insight.questions.prompts import load_prompts
from diff_insight.insight.questions.topic_questions import (
    AUDIENCES,
    INPUT_TOKENS,
    LETTERS,
    TOPIC_QUESTIONS,
    TopicQuestion,
)
from diff_insight.insight.questions.topic_text import competing_titles, topic_tokens
from diff_insight.llm.models.embedded import embedded_model
from diff_insight.llm.prompt.frame import frame
from diff_insight.llm.prompt.tokenizer import Tokenizer
from diff_insight.topics.subjects import read_subject
from training.example import Example
from training.release_notes import type_said
from training.released_topics import ReleasedTopic, released_topics

_CLEARER = 8  # minimum lead, in points of 100, of the candidate that is most like the notes


class TopicExamples:
    """Makes examples for one vocabulary.

    Args:
        tokenizer: the vocabulary.
        prefixes: the type that a subject's prefix says.
        headings: the type that a heading says: the first pattern that is found in it.
    """

    def __init__(self, tokenizer: Tokenizer, prefixes: Mapping[str, str], headings: Mapping[str, str]) -> None:
        self._tokenizer = tokenizer
        self._prefixes = prefixes
        self._headings = headings
        prompts = load_prompts(None)
        self._frames = {question: frame(tokenizer, prompts.topic_messages(question)) for question in TopicQuestion}

    def of(self, released: ReleasedTopic) -> Iterator[Example]:
        """Yield an example for each question that the notes, or the prefix of its subject, answer."""
        yield self._example(TopicQuestion.AUDIENCE, released, AUDIENCES[not released.is_told])
        if kind := type_of(released, self._prefixes, self._headings):
            yield self._example(TopicQuestion.TYPE, released, kind)
        if letter := letter_of(released):
            yield self._example(TopicQuestion.TITLE, released, letter)

    def _example(self, question: TopicQuestion, released: ReleasedTopic, answer: str) -> Example:
        around = self._frames[question]
        shown = topic_tokens(question, released.topic, released.roles, self._tokens, INPUT_TOKENS)
        opening = self._tokens(f'{{"{TOPIC_QUESTIONS[question].field}":"')
        said = self._tokens(json.dumps({TOPIC_QUESTIONS[question].field: answer}, separators=(",", ":")))
        if said[: len(opening)] != opening:
            raise ValueError("this vocabulary joins the opening of an answer with what follows it")
        before = (*around.before, *shown, *around.after, *opening)
        return Example(
            tokens=(*before, said[len(opening)]),
            label_at=len(before),
            label=answer,
            language="en",
            kind=question,
            status="",
            titled=False,
            group=released.project,
        )

    def _tokens(self, text: str) -> tuple[int, ...]:
        return self._tokenizer.tokenize(text, special=False)


def type_of(released: ReleasedTopic, prefixes: Mapping[str, str], headings: Mapping[str, str]) -> str:
    """The type of a topic by the prefix of its subject, or else by the heading in the notes; '' if neither says it."""
    subjects = [read_subject(commit.subject) for commit in released.topic.commits]
    if any(each.breaks for each in subjects):
        return "breaking change"
    said = {prefixes.get(each.type or "", "") for each in subjects} - {""}
    if len(said) == 1:
        return said.pop()
    told = zip(released.bullets, released.headings, strict=True)
    return next((kind for bullet, heading in told if (kind := type_said(bullet, heading, headings))), "")


def letter_of(released: ReleasedTopic) -> str:
    """The letter of the candidate that is clearly most like a bullet that tells the topic; '' if none is."""
    titles = competing_titles(released.topic)
    if not titles or not released.bullets:
        return ""
    likeness = sorted(
        (max(token_set_ratio(title, bullet) for bullet in released.bullets[:2]), -place)
        for place, title in enumerate(titles)
    )
    return LETTERS[-likeness[-1][1]] if likeness[-1][0] - likeness[-2][0] >= _CLEARER else ""


def main() -> None:
    """Write the examples of all projects, and print how many there are of each answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mirror", type=Path)
    parser.add_argument("--settings", type=Path, default=Path("training/topics.toml"))
    parser.add_argument("--labels", type=Path, default=Path("training/commits.toml"), help="what prefixes say")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    settings = tomllib.loads(arguments.settings.read_text("utf-8"))
    with Tokenizer(embedded_model().path) as tokenizer:
        labels = tomllib.loads(arguments.labels.read_text("utf-8"))
        make = TopicExamples(tokenizer, labels["prefixes"], labels["headings"])
        released = (
            each
            for name, file in (settings["notes"] | settings["also"]).items()
            for each in released_topics(arguments.mirror, name, file, settings)
        )
        write(arguments.out, (example for each in released for example in make.of(each)))


def write(out: Path, examples: Iterable[Example]) -> None:
    """Write examples as JSON Lines, and print the number of each answer."""
    counts: Counter[tuple[str, str]] = Counter()
    with out.open("w") as file:
        for example in examples:
            file.write(json.dumps(asdict(example)) + "\n")
            counts[example.kind, example.label] += 1
    for key, count in sorted(counts.items()):
        print(f"{count:6} {', '.join(key)}")


if __name__ == "__main__":
    main()
