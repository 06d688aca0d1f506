"""What a trained model chooses about topics: whom they concern, their types, and which of their titles tells most.

Each choice is between few answers. Rules decide what the evidence leaves no doubt about; of the rest, the model is
asked only about topics that are told or could be.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from diff_insight.evidence.roles import Role
from diff_insight.insight.change_types import ChangeType
from diff_insight.insight.highlights import ranked
from diff_insight.insight.insight import Unanswered
from diff_insight.insight.model_session import ModelSession
from diff_insight.insight.questions.topic_answers import TopicAnswer, answers_about_topics
from diff_insight.insight.questions.topic_questions import AUDIENCES, LETTERS, TopicQuestion
from diff_insight.insight.questions.topic_text import competing_titles
from diff_insight.insight.topic_choices import TopicChoices
from diff_insight.insight.topic_types import is_open
from diff_insight.llm.gguf.task import TopicCalibration
from diff_insight.llm.protocol.question import Cost
from diff_insight.topics.audiences import LEAST, audience_of, is_decided_by_kind
from diff_insight.topics.topic import WRITTEN, Reason, Topic

MODEL = "model"
"""The name of the part of a topic's weight that a model chose."""

_REACH = 2.0  # points that a model may add to a weight, or take from it
_LEAST = 0.2  # points below which an answer is too near even odds to count; docs/measurements.md
_SURE = 0.9  # minimum probability of another title than the first, which rules choose and which is right as often
_MOST = 60  # maximum number of topics whose audience is asked for


def chosen_by_model(
    session: ModelSession,
    topics: Sequence[Topic],
    roles: Mapping[str, Role],
    types: tuple[ChangeType, ...],
    most: int,
    progress: Callable[[int, int], None],
) -> TopicChoices:
    """Ask a model about topics, each question only if it was trained for it.

    Args:
        session: the model.
        topics: all topics.
        roles: the role of each file.
        types: the types that topics can have.
        most: maximum number of topics that the highlights tell; 0 for all that concern users.
        progress: called with the numbers of questions answered and known.

    Raises:
        ModelError: the model cannot answer.
    """
    trained = session.model.trained
    known = trained.topics if trained and trained.suits([label.name for label in types]) else {}
    answers: list[TopicAnswer] = []
    asked = 0

    def ask(question: TopicQuestion, about: Iterable[int]) -> dict[int, TopicAnswer]:
        nonlocal asked
        wanted = {number: current[number] for number in about} if question.value in known else {}
        asked += len(wanted)
        found: dict[int, TopicAnswer] = {}
        if wanted:
            for number, answer in answers_about_topics(session.model, session.prompts, question, wanted, roles, types):
                answers.append(answer)
                if not answer.unanswered:
                    found[number] = answer
                progress(len(answers), asked)
        return found

    current = list(topics)
    for number, answer in ask(TopicQuestion.AUDIENCE, _of_open_audience(current)).items():
        current[number] = _weighed(current[number], answer, known[TopicQuestion.AUDIENCE.value])
    current.sort(key=lambda topic: (-topic.weight, topic.files, topic.title))
    told = ranked(current)[: most or None]
    retitled = set()
    for number, answer in ask(TopicQuestion.TITLE, [n for n in told if competing_titles(current[n])]).items():
        if answer.chosen == LETTERS[0] or answer.probability >= _SURE:
            current[number] = _titled(current[number], LETTERS.index(answer.chosen))
            retitled.add(number)
    kinds = ask(TopicQuestion.TYPE, [n for n in told if current[n].title and is_open(current[n])])
    return TopicChoices(
        tuple(current),
        {number: (answer.chosen, answer.probability) for number, answer in kinds.items()},
        frozenset(retitled),
        sum((answer.cost for answer in answers), start=Cost()),
        sum(answer.unanswered is Unanswered.FAILED for answer in answers),
        sum(answer.unanswered is Unanswered.NOT_ASKED for answer in answers),
    )


def _of_open_audience(topics: Sequence[Topic]) -> list[int]:
    """The positions of topics in their authors' words whose audience no rule decides, those of most weight first."""
    return [
        number
        for number, topic in enumerate(topics)
        if topic.title
        and topic.commits
        and topic.origin not in WRITTEN
        and not is_decided_by_kind(topic.kind)
        and topic.weight >= LEAST - _REACH
    ][:_MOST]


def points_of(answer: TopicAnswer, calibration: TopicCalibration) -> float:
    """How much an answer about the audience says for users, in points of weight; negative for contributors."""
    concerns_users = answer.probability if answer.chosen == AUDIENCES[0] else 1 - answer.probability
    odds = min(max(concerns_users, 1e-6), 1 - 1e-6)
    return calibration.share * math.log(odds / (1 - odds)) + calibration.offset


def part_of_weight(points: float) -> float:
    """What such points add to the weight of a topic: nothing if they are near even odds, two at most either way."""
    return round(min(max(points, -_REACH), _REACH), 2) if abs(points) >= _LEAST else 0.0


def _weighed(topic: Topic, answer: TopicAnswer, calibration: TopicCalibration) -> Topic:
    """The topic with the model's part in its weight, and the audience that follows."""
    points = part_of_weight(points_of(answer, calibration))
    if not points:
        return topic
    reasons = sorted((*topic.reasons, Reason(MODEL, points)), key=lambda reason: (-abs(reason.points), reason.name))
    weight = round(topic.weight + points, 2)
    return replace(
        topic, reasons=tuple(reasons), weight=weight, audience=audience_of(topic.kind, weight, topic.surface)
    )


def _titled(topic: Topic, place: int) -> Topic:
    """The topic with the competing title at a place."""
    text = competing_titles(topic)[place]
    first = next(words for words in topic.candidates if words.text == text)
    others = (words for words in topic.candidates if words != first)
    return replace(topic, title=first.text, origin=first.origin, candidates=(first, *others))
