"""The part of the prompt that describes one topic, the same for inference and for training."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from diff_insight.evidence.injection import addresses_model
from diff_insight.evidence.roles import Role
from diff_insight.insight.questions.notes import name_notes, reason_notes, sign_notes
from diff_insight.insight.questions.topic_questions import LETTERS, TopicQuestion
from diff_insight.topics.entry_text import letters_of
from diff_insight.topics.subjects import read_subject
from diff_insight.topics.topic import WRITTEN, Topic

_WORDS = 160  # maximum characters of a line
_OTHERS = 2  # maximum commit subjects beside the title

Tokenize = Callable[[str], tuple[int, ...]]


def competing_titles(topic: Topic) -> tuple[str, ...]:
    """The texts that compete to be the title of a topic, at most four and each once; empty if nothing competes.

    Entries of release notes are told whatever else there is, so nothing competes with them.
    """
    if any(words.origin in WRITTEN for words in topic.candidates):
        return ()
    texts: dict[str, str] = {}
    for words in topic.candidates:
        texts.setdefault(letters_of(words.text), words.text)
    return tuple(texts.values())[: len(LETTERS)] if len(texts) > 1 else ()


def topic_tokens(
    question: TopicQuestion, topic: Topic, roles: Mapping[str, Role], tokenize: Tokenize, room: int
) -> tuple[int, ...]:
    """The tokens of what a question shows of a topic, at most `room`.

    Args:
        question: what is asked.
        topic: the topic.
        roles: the role of each of its files.
        tokenize: the model's own tokenizer.
        room: maximum number of tokens.
    """
    lines = _titles(topic) if question is TopicQuestion.TITLE else _words(question, topic)
    return tokenize("\n".join((*lines, *_evidence(topic, roles))))[:room]


def _titles(topic: Topic) -> Iterator[str]:
    for letter, text in zip(LETTERS, competing_titles(topic), strict=False):
        yield f"{letter}: {_clip(text)}"


def _words(question: TopicQuestion, topic: Topic) -> Iterator[str]:
    """Yield what the authors say; for its type without the prefix of a subject, which would be the answer."""
    title = topic.title or topic.subject
    yield f"change: {_clip(title)}"
    subjects = [read_subject(commit.subject) for commit in topic.commits]
    if question is TopicQuestion.AUDIENCE:
        prefixes = [f"{each.type}{'!' if each.breaks else ''}" for each in subjects if each.type]
        yield from (f"prefix: {prefix}" for prefix in list(dict.fromkeys(prefixes))[:1])
    others = [each.text for each in subjects if letters_of(each.text) != letters_of(title)]
    for text in [text for text in dict.fromkeys(others) if text and not addresses_model(text)][:_OTHERS]:
        yield f"commit: {_clip(text)}"
    yield from map(_clip, reason_notes(topic.commits))


def _evidence(topic: Topic, roles: Mapping[str, Role]) -> Iterator[str]:
    counts = Counter(roles[path] for path in topic.files if path in roles)
    if counts:
        yield f"files: {', '.join(f'{count} {role}' for role, count in counts.most_common())}"
        yield f"path: {_clip(topic.files[0])}"
    yield from map(_clip, sign_notes([sign for sign in topic.signs if sign.fact]))
    yield from map(_clip, name_notes([placed.fact for placed in topic.surface]))
    if len(topic.commits) > 1:
        yield f"commits: {len(topic.commits)}"


def _clip(text: str) -> str:
    text = " ".join(text[: 4 * _WORDS].split())
    return text if len(text) <= _WORDS else text[: _WORDS - 1] + "…"
