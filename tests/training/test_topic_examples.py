from dataclasses import replace

import pytest

from diff_insight.changes.changeset import ChangeSet
from diff_insight.evidence.gather import gather
from diff_insight.evidence.roles import roles_of
from diff_insight.insight.questions.topic_questions import TopicQuestion
from diff_insight.llm.models.embedded import embedded_model
from diff_insight.llm.prompt.tokenizer import Tokenizer
from diff_insight.topics.build import topics_of
from diff_insight.topics.topic import Origin, Words
from tests.repository import Repository, change_of
from training.released_topics import ReleasedTopic
from training.topic_examples import TopicExamples, letter_of, type_of

PREFIXES = {"feat": "new feature", "fix": "bug fix", "chore": "minor update"}
HEADINGS = {"removal|removed": "breaking change", "fixed|bug": "bug fix", "added|feature": "new feature"}


def released(repository: Repository, subject: str, *told: tuple[str, str]) -> ReleasedTopic:
    """A topic of one commit, with the bullets that tell it and the headings above them."""
    repository.commit("begin", {"a.py": "x = 1\n"})
    repository.commit(subject, {"a.py": "x = 2\n"})
    changes: ChangeSet = change_of(repository.folder, "HEAD~1..HEAD")
    roles = roles_of(changes.files)
    (topic,) = topics_of(changes, gather(changes), roles).topics
    return ReleasedTopic(
        "a/b", "a/b 1.0", topic, roles, tuple(bullet for bullet, _ in told), tuple(heading for _, heading in told)
    )


@pytest.mark.parametrize(
    ("subject", "told", "expected"),
    [
        ("fix: walk the tree lazily", (), "bug fix"),
        ("fix!: walk the tree lazily", (), "breaking change"),
        ("Walk the tree lazily", (("Walks the tree lazily", "Added"),), "new feature"),
        ("Walk the tree lazily", (("Removed: walks the whole tree", "Changes"),), "breaking change"),
        ("Walk the tree lazily", (("Walks the tree lazily", "Version 1.0"),), ""),
        ("Walk the tree lazily", (), ""),
    ],
)
def test_the_prefix_says_the_type_or_else_the_heading_in_the_notes(
    repository: Repository, subject: str, told: tuple[tuple[str, str], ...], expected: str
) -> None:
    assert type_of(released(repository, subject, *told), PREFIXES, HEADINGS) == expected


def competing(each: ReleasedTopic, *texts: str) -> ReleasedTopic:
    candidates = tuple(Words(text, Origin.COMMIT) for text in texts)
    return replace(each, topic=replace(each.topic, candidates=candidates, title=texts[0]))


def test_the_candidate_that_is_clearly_most_like_the_notes_is_the_title(repository: Repository) -> None:
    told = released(repository, "Walk lazily", ("The tree of folders is walked lazily", "Added"))
    assert letter_of(competing(told, "Address review", "Walk the tree of folders lazily")) == "B"
    assert letter_of(competing(told, "Walk the tree of folders lazily", "Address review")) == "A"
    assert letter_of(competing(told, "Walk the tree of folders", "Walk the tree of folders.")) == ""
    assert letter_of(competing(told, "Walk the tree of folders lazily")) == ""
    assert letter_of(competing(replace(told, bullets=()), "Address review", "Walk the tree lazily")) == ""


def test_an_example_ends_with_the_token_that_answers(repository: Repository) -> None:
    with Tokenizer(embedded_model().path) as tokenizer:
        make = TopicExamples(tokenizer, PREFIXES, HEADINGS)
        told = released(repository, "fix: walk the tree lazily (#4)", ("Walks the tree lazily", "Fixed"))
        made = {example.kind: example for example in make.of(told)}
        silent = {example.kind: example for example in make.of(replace(told, bullets=(), headings=()))}
        opening = len(tokenizer.tokenize('{"audience":"', special=False))
        users, contributors = (
            tokenizer.tokenize(f'{{"audience":"{name}"', special=False)[opening] for name in ("users", "contributors")
        )
    assert users != contributors
    assert made[TopicQuestion.AUDIENCE].label == "users"
    assert silent[TopicQuestion.AUDIENCE].label == "contributors"
    assert made[TopicQuestion.TYPE].label == "bug fix"
    for example in made.values():
        assert example.label_at == len(example.tokens) - 1
        assert example.group == "a/b"
    assert made[TopicQuestion.AUDIENCE].tokens[-1] == users
    assert silent[TopicQuestion.AUDIENCE].tokens[-1] == contributors
    assert made[TopicQuestion.AUDIENCE].tokens[:-1] == silent[TopicQuestion.AUDIENCE].tokens[:-1]
