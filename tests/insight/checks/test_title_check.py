import pytest

from diff_insight.changes.changeset import ChangeSet, FileChange, Source, Status
from diff_insight.changes.patch.unified import read_hunks
from diff_insight.evidence.gather import gather
from diff_insight.insight.checks.grounding import RejectionReason
from diff_insight.insight.checks.title_check import allowed_names_of, title_rejection
from diff_insight.insight.questions.question_kinds import PromptMode

HUNKS = read_hunks("@@ -1 +1 @@\n-The limit of `read_all` is 10 rows.\n+The limit of `read_all` is 11 rows.\n", "x")
PAGE = FileChange("docs/a.md", Status.MODIFIED, hunks=HUNKS, additions=1, deletions=1)


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Change the limit of `read_all` to `11`", None),
        ("Change the limit from `11` to `10`", RejectionReason.CONTRADICTION),
        ("新增关于限制的页面", RejectionReason.CONTRADICTION),
        ("Add the function `read_all`", RejectionReason.NOT_SHOWN),
        ("Explain the limit to beginners", RejectionReason.NOT_SHOWN),
        ("Change the limit of `read_all` to the latest limit", RejectionReason.UNFAMILIAR),
        ("Explain `read_some`", RejectionReason.UNKNOWN_NAME),
    ],
)
def test_a_title_of_a_model_that_writes_is_held_against_the_change(title: str, reason: RejectionReason | None) -> None:
    (page,) = gather(ChangeSet(Source("it"), (PAGE,))).files
    language = "en" if title.isascii() else "zh"
    against = title_rejection(PromptMode.EXPLAINED, language, page, allowed_names_of(page), title)
    assert (against.reason if against else None) is reason
