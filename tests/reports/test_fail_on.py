"""Which conditions of `--fail-on` a file meets."""

import pytest

from diff_insight.evidence.sign import SignKind
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.reports.fail_on import failing, parse_fail_on
from diff_insight.reports.report import SignItem
from tests.made_reports import item, report


@pytest.mark.parametrize(
    ("condition", "of_strong", "of_weak"),
    [
        ("any sign", True, False),
        ("any weak sign", False, True),
        ("public name removed", True, True),  # whoever names it means it
        ("route removed", False, False),
    ],
)
def test_a_weak_sign_is_heard_where_it_is_asked_for(condition: str, of_strong: bool, of_weak: bool) -> None:
    conditions = parse_fail_on([condition], DEFAULT_TYPES, with_model=False)
    for weak, is_met in ((False, of_strong), (True, of_weak)):
        sign = SignItem(kind=SignKind.PUBLIC_NAME_REMOVED, reason="`read` is gone", weak=weak)
        assert bool(failing([report(item(breaking_signs=(sign,)))], conditions)) is is_met
