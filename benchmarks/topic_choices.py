"""Measures what a trained model chooses about topics against what maintainers tell in notes written by hand.

    python -m benchmarks.topic_choices MIRROR --model MODEL.gguf --projects OWNER/NAME... [--weights WEIGHTS.json]
    python -m benchmarks.topic_choices MIRROR --model MODEL.gguf --releases RELEASES.json

MIRROR holds bare clones OWNER+NAME.git. Projects are those of training/topics.toml, of which the newest releases are
taken; RELEASES.json is as for `benchmarks.release_notes`. WEIGHTS.json, written by `training.topic_weights --without`,
replaces the shipped weights of words, files and commits, to measure on projects that these were fitted on.
"""

import argparse
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from diff_insight.changes.git.command import GitCommand
from diff_insight.evidence.roles import Role
from diff_insight.insight.change_types import DEFAULT_TYPES, type_of_topic
from diff_insight.insight.model_choices import part_of_weight, points_of
from diff_insight.insight.model_session import ModelSession
from diff_insight.insight.questions.topic_answers import TopicAnswer, answers_about_topics
from diff_insight.insight.questions.topic_questions import LETTERS, TopicQuestion
from diff_insight.insight.topic_types import is_open
from diff_insight.llm.models.options import ModelOptions
from diff_insight.pipeline import open_session
from diff_insight.topics.features import features, uses_numbers
from diff_insight.topics.groups import Group
from diff_insight.topics.topic import Topic
from training.release_notes import notes_between
from training.released_topics import ReleasedTopic, released_topics, topics_between
from training.topic_examples import letter_of, type_of
from training.topic_weights import first

_FITTED = frozenset({"base", "words", "files", "commits"})


def main() -> None:
    """Print a table for each question."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mirror", type=Path)
    parser.add_argument("--model", help="GGUF of a trained model; by default the embedded one")
    parser.add_argument("--projects", nargs="*", default=[])
    parser.add_argument("--releases", type=Path)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--most", type=int, default=0, help="maximum topics of a project; 0 for all")
    arguments = parser.parse_args()
    read = list(_read(arguments.mirror, arguments.projects, arguments.releases, arguments.most))
    weights = _weights(read, arguments.weights)
    with open_session(ModelOptions(model=arguments.model)) as session:
        _audiences(session, read, weights)
        _types(session, read)
        _titles(session, read)


def _read(mirror: Path, projects: Sequence[str], releases: Path | None, most: int) -> Iterator[ReleasedTopic]:
    settings = tomllib.loads(Path("training/topics.toml").read_text("utf-8"))
    files = settings["notes"] | settings["also"]
    for project in projects:
        found = list(released_topics(mirror, project, files[project], settings))
        yield from found[: most or None]
    for each in json.loads(releases.read_text("utf-8")) if releases else ():
        folder = mirror / f"{each['repository'].replace('/', '+')}.git"
        notes = notes_between(GitCommand(folder), each["notes"], each["base"], each["head"])
        yield from topics_between(folder, each["repository"], each["base"], each["head"], each["notes"], notes)


def _weights(read: Sequence[ReleasedTopic], table: Path | None) -> list[float]:
    """The weight of each topic, as rules and words give it."""
    if table is None:
        return [each.topic.weight for each in read]
    fitted = json.loads(table.read_text("utf-8"))
    releases: dict[str, list[Topic]] = defaultdict(list)
    for each in read:
        releases[each.release].append(each.topic)
    numbered = {
        name: uses_numbers([Group(topic.commits, None) for topic in topics]) for name, topics in releases.items()
    }
    weights = []
    for each in read:
        topic = each.topic
        found = features(
            topic.subject or topic.title,
            Group(topic.commits, None),
            frozenset(each.roles.values()) - {Role.RELEASE_NOTES},
            is_number_expected=numbered[each.release],
        )
        proved = sum(reason.points for reason in topic.reasons if reason.name not in _FITTED)
        weights.append(fitted["bias"] + sum(fitted["weights"].get(name, 0.0) for name in found) + proved)
    return weights


def _asked(
    session: ModelSession, question: TopicQuestion, read: Sequence[ReleasedTopic], numbers: Sequence[int]
) -> dict[int, TopicAnswer]:
    roles = {path: role for each in read for path, role in each.roles.items()}
    topics = {number: read[number].topic for number in numbers}
    return dict(answers_about_topics(session.model, session.prompts, question, topics, roles, DEFAULT_TYPES))


def _audiences(session: ModelSession, read: Sequence[ReleasedTopic], weights: Sequence[float]) -> None:
    trained = session.model.trained
    if trained is None:
        raise SystemExit("this model was not trained for this tool")
    calibration = trained.topics[TopicQuestion.AUDIENCE]
    answers = _asked(session, TopicQuestion.AUDIENCE, read, range(len(read)))
    points = [points_of(answers[number], calibration) for number in range(len(read))]
    ways = {
        "weight": list(weights),
        "model": points,
        "both": [weight + part_of_weight(point) for weight, point in zip(weights, points, strict=True)],
    }
    print("| project | topics | told | " + " | ".join(f"area, {way}" for way in ways), end=" | ")
    print(" | ".join(f"first, {way}" for way in ways) + " |\n|" + "---|" * (3 + 2 * len(ways)))
    projects = list(dict.fromkeys(each.project for each in read))
    for project in [*projects, None]:
        own = [number for number, each in enumerate(read) if project in (each.project, None)]
        is_told = [read[number].is_told for number in own]
        areas = [f"{roc_auc_score(is_told, [scores[n] for n in own]):.3f}" for scores in ways.values()]
        firsts = [f"{first([read[n] for n in own], [scores[n] for n in own]):.3f}" for scores in ways.values()]
        print(f"| {project or 'all'} | {len(own)} | {sum(is_told)} | {' | '.join([*areas, *firsts])} |")


def _types(session: ModelSession, read: Sequence[ReleasedTopic]) -> None:
    labels: Mapping[str, Mapping[str, str]] = tomllib.loads(Path("training/commits.toml").read_text("utf-8"))
    said = {number: type_of(each, labels["prefixes"], labels["headings"]) for number, each in enumerate(read)}
    known = {number: kind for number, kind in said.items() if kind}
    answers = _asked(session, TopicQuestion.TYPE, read, list(known))
    print("\n| type of topics | number | rule | model |\n|---|---|---|---|")
    for name, wanted in (("that no rule tells", True), ("that rules tell", False)):
        own = [number for number in known if is_open(read[number].topic) is wanted]
        rule = [type_of_topic(DEFAULT_TYPES, read[number].topic).name == known[number] for number in own]
        model = [answers[number].chosen == known[number] for number in own]
        print(f"| {name} | {len(own)} | {_share(rule)} | {_share(model)} |")


def _titles(session: ModelSession, read: Sequence[ReleasedTopic]) -> None:
    known = {number: letter for number, each in enumerate(read) if (letter := letter_of(each))}
    answers = _asked(session, TopicQuestion.TITLE, read, list(known))
    rule = [letter == LETTERS[0] for letter in known.values()]
    model = [answers[number].chosen == letter for number, letter in known.items()]
    print("\n| title among candidates | number | rule | model |\n|---|---|---|---|")
    print(f"| | {len(known)} | {_share(rule)} | {_share(model)} |")


def _share(right: Sequence[bool]) -> str:
    return f"{np.mean(right):.3f}" if right else "-"


if __name__ == "__main__":
    main()
