"""Counts the sentences of published explanations that would pass the checks on what a model writes.

It tells how much of them is fit to train a model on.

    python -m training.published_sentences DOCUMENTS.jsonl.gz
"""

import argparse
from collections import Counter
from pathlib import Path

from diff_insight.evaluation.rows import labelled_changes
from diff_insight.insight.checks.grounding import rejection, sentences_of
from diff_insight.insight.checks.prose import ProseCheck
from diff_insight.insight.checks.title_check import allowed_names_of


def main() -> None:
    """Print a table with one row for each language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, help="file of labelled changes")
    arguments = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    for change in labelled_changes(arguments.rows):
        file = change.evidence(with_subject=False)
        names = allowed_names_of(file)
        for language, said in change.said.items():
            sentences = sentences_of(" ".join((said.explanation or "").split()))
            if sentences and file.change.hunks:
                check = ProseCheck(file.change, file.commits, names, language)
                passing = sum(check(sentence) is None for sentence in sentences)
                counts.setdefault(language, Counter()).update(
                    explanations=1,
                    sentences=len(sentences),
                    named=sum(rejection(sentence, names, language) is None for sentence in sentences),
                    passing=passing,
                    whole=passing == len(sentences),
                )
    print("| language | explanations | sentences | name only what is there | pass | pass as a whole |")
    print("|---|---|---|---|---|---|")
    for language, count in sorted(counts.items()):
        print(
            f"| {language} | {count['explanations']:,} | {count['sentences']:,} | {count['named']:,} "
            f"| {count['passing']:,} | {count['whole']:,} |"
        )


if __name__ == "__main__":
    main()
