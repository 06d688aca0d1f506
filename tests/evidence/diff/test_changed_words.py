import re

from diff_insight.evidence.diff.changed_words import changed_words
from tests.between import change_between


def test_the_words_of_all_files_that_are_lost_and_those_that_come() -> None:
    files = [change_between("a.py", "same\nold one\n", "same\nnew one\n"), change_between("b.py", "gone\n", "\n")]
    lost, got = changed_words(files, re.compile(r"\w+"))
    assert lost == {"old", "one", "gone"}
    assert got == {"new", "one"}
