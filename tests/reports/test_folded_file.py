from diff_insight.changes.changeset import Fold, Status
from diff_insight.evidence.sign import SignKind
from diff_insight.reports.folded_file import folded_sentence
from diff_insight.reports.report import SignItem
from diff_insight.sentences.translation import Wording
from tests.made_reports import item


def test_what_may_break_follows_in_a_sentence_of_its_own() -> None:
    sign = SignItem(kind=SignKind.PUBLIC_NAME_REMOVED, reason="the function `f`, which is public, is gone", files=())
    folded = item("vendor/a.py", folded=Fold.VENDORED, status=Status.MODIFIED, breaking_signs=(sign,))
    assert folded_sentence(Wording("en"), folded) == (
        "Vendored file, folded: 1 line is new and 1 line is gone. "
        "A sign of a breaking change: the function `f`, which is public, is gone."
    )
