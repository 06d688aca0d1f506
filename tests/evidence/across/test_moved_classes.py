"""What classes lose on their way to another file."""

from collections.abc import Mapping

import pytest

from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.gather import gather
from tests.repository import Repository, change_of

READER = (
    "class Reader:\n    def read(self, path):\n        return path.read()\n\n    def close(self):\n        pass\n\n"
    "    def skip(self):\n        pass\n\n    def _tell(self):\n        pass\n"
)
SKIP = "    def skip(self):\n        pass\n\n"
TELL = "    def _tell(self):\n        pass\n"


def removed(repository: Repository, old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str, int]]:
    repository.commit("begin", old)
    repository.commit("move", new)
    return [
        (file.change.path, fact.before or "", fact.old_line or 0)
        for file in gather(change_of(repository.folder, "HEAD~1..HEAD")).files
        for fact in file.facts
        if fact.kind is FactKind.NAME_REMOVED and "." in (fact.before or "")
    ]


@pytest.mark.parametrize("rest", ["", "\n\nclass Writer:\n    def write(self):\n        pass\n"])
def test_a_member_that_a_class_loses_on_its_way_is_told_at_its_old_line(repository: Repository, rest: str) -> None:
    old = {"it/a.py": f"import os\n\n\n{READER}{rest}", "it/b.py": "x = 1\n"}
    new = {"it/a.py": f"from it.b import Reader\n{rest}", "it/b.py": f"x = 1\n\n\n{READER.replace(SKIP, '')}"}
    assert removed(repository, old, new) == [("it/a.py", "Reader.skip", 11)]


@pytest.mark.parametrize(
    "moved",
    [
        READER,
        READER.replace(TELL, ""),  # which nobody outside calls
        "class Reader:\n    def run(self):\n        pass\n",  # another class
    ],
)
def test_of_a_class_that_keeps_its_members_or_is_another_nothing_is_told(repository: Repository, moved: str) -> None:
    old = {"it/a.py": READER, "it/b.py": "x = 1\n"}
    assert removed(repository, old, {"it/a.py": "from it.b import Reader\n", "it/b.py": f"x = 1\n\n\n{moved}"}) == []
