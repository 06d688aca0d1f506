from dataclasses import replace

import pytest

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.roles import Role
from diff_insight.topics.upgrade_documents import upgrade_documents
from tests.between import change_between


def read(*paths: str, role: Role = Role.DOCUMENTATION, status: Status = Status.ADDED) -> list[str]:
    files = [FileChange(path, status) for path in paths]
    return [file.path for file in upgrade_documents(files, dict.fromkeys(paths, role))]


@pytest.mark.parametrize(
    "path",
    [
        "UPGRADING.md",
        "UPGRADE-2.0.md",
        "docs/v2-migration-guide.md",
        "docs/migration/v4-migration.md",
        "docs/Migration-Guide-V5.md",
        "docs/MigrationGuide.md",
        "docs/5.0-Upgrade-Guide.md",
        "docs/Alamofire 5.0 Migration Guide.md",
        "docs/upgrading_to_x_4.md",
        "docs/migrate_from_0_21.rst",
        "docs/migrating-from-version-6-to-7.md",
        "docs/migration-v2-to-v3.md",
        "docs/upgradingtov6.md",
        "docs/migrating-rtk-2.md",
        "BREAKING_CHANGES.md",
        "doc/migration/7.0.md",
        "docs/whatsnew-5.0.rst",
        "UPDATES.md",
        "website/blog/2024-07-31-announcing-it-v8.md",
    ],
)
def test_documents_for_those_who_upgrade_are_known_by_their_names(path: str) -> None:
    assert read(path) == [path]


@pytest.mark.parametrize(
    "path",
    [
        "docs/migrations.md",
        "docs/migrations-5.md",
        "docs/migrate-from-other.md",
        "docs/migrating-to-fakes.md",
        "docs/guide.md",
        "db/migration.py",
        "db/migrations/7.md",
        "website/blog/2024-07-31-meeting.md",
        "website/pages/announcing-it-v8.md",
    ],
)
def test_other_documents_are_none(path: str) -> None:
    assert read(path) == []


def test_release_notes_are_read_whatever_they_are_called() -> None:
    assert read("docs/releases/5.0.rst", role=Role.RELEASE_NOTES) == ["docs/releases/5.0.rst"]
    assert read("UPGRADING.md", role=Role.TRANSLATION) == []
    assert read("UPGRADING.md", status=Status.REMOVED) == []


def test_of_the_guides_in_a_folder_only_that_to_the_newest_version_is_read() -> None:
    paths = ["docs/migrating-to-6.md", "docs/migrating-to-8.md", "docs/other/migrating-to-2.md", "docs/upgrading.md"]
    assert read(*paths) == paths[1:]


def test_copies_of_earlier_guides_in_other_folders_are_left_out() -> None:
    paths = ["docs/v5-to-v6.md", "docs/v6-to-v7.md", "site/6.1/v5-to-v6.md"]
    assert read(*paths) == paths[1:2]


def test_of_several_guides_the_newest_version_is_read_not_the_largest_number() -> None:
    assert read("docs/Migration-Guide-0-46-0.md", "docs/Migration-Guide-1-0-0.md") == ["docs/Migration-Guide-1-0-0.md"]


@pytest.mark.parametrize(
    ("first", "status", "is_read"),
    [
        ("This guide describes the major changes and how to upgrade.", Status.ADDED, True),
        ("This guide describes the major changes and how to upgrade.", Status.MODIFIED, False),
        ("This page is about migrating from v1 to v2.", Status.ADDED, True),
        ("This page is about migrating tables.", Status.ADDED, False),
        ("This guide shows how to read.", Status.ADDED, False),
        ("ALL changes listed below are BREAKING unless indicated otherwise.", Status.ADDED, True),
    ],
)
def test_a_new_document_can_say_that_it_is_a_guide(first: str, status: Status, is_read: bool) -> None:
    shown = change_between("docs/version-two.md", "", f"# Version two\n\n{first}\n")
    file = replace(shown, status=status)
    assert list(upgrade_documents([file], {file.path: Role.DOCUMENTATION})) == ([file] if is_read else [])
