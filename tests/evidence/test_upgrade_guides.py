import pytest

from diff_insight.evidence.upgrade_guides import is_upgrade_guide


@pytest.mark.parametrize(
    "path",
    [
        "UPGRADING.md",
        "docs/v2-migration-guide.rst",
        "docs/7.0-Upgrade.md",
        "API_CHANGES_V5.md",
        "docs/breaking-changes.md",
        "docs/3to4.md",
        "docs/3to4-lists.md",
        "BreakingChanges.md",
        "UPDATING.md",
    ],
)
def test_a_guide_is_known_by_its_name(path: str) -> None:
    assert is_upgrade_guide(path)


@pytest.mark.parametrize(
    "path",
    [
        "docs/migrations.md",
        "docs/migrate-from-other.md",
        "docs/whatsnew-5.0.rst",
        "docs/changes_v5.md",
        "docs/updating.md",
    ],
)
def test_other_documents_are_none(path: str) -> None:
    assert not is_upgrade_guide(path)
