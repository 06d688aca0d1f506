from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.roles import Role
from diff_insight.topics.entries import entries_of
from diff_insight.topics.entry import Entry
from tests.between import change_between

OLD = """=========
Changelog
=========

.. changelog::
    :version: 1.0.0

    .. change::
        :tags: bug

        Fixed the reader.
"""
NEW = """=========
Changelog
=========

.. changelog::
    :version: 1.1.0
    :released: May 1, 2026

    .. change::
        :tags: bug, commands
        :tickets: 12, 14

        Fixed :meth:`.Reader.read`, which would stop
        at an empty line.  It no longer does.
        Pull request courtesy Ada.

    .. change::
        :tags: usecase, api

        Added ``--fast``, see :pep:`8`.

        * This list
        * says more.

        .. seealso::

            The other page.

    .. change::
        :tags: changed

        Changes of the package:

        * Python 3.15 is
          supported
        * Python 3.9 is not

"""


def read(old: str, new: str, path: str = "docs/build/changelog.rst") -> list[Entry]:
    return list(entries_of([change_between(path, old, new)], {path: Role.RELEASE_NOTES}))


def test_a_directive_is_an_entry_told_by_its_first_sentence_with_its_tickets_and_kind() -> None:
    found = read(OLD, NEW + OLD.partition("=========\n\n")[2])
    assert [(each.text, each.heading, each.numbers) for each in found] == [
        ("Fixed `Reader.read`, which would stop at an empty line.", "Fixed", (12, 14)),
        ("Added `--fast`, see PEP 8.", "Added", ()),
        ("Python 3.15 is supported", "Changed", ()),
        ("Python 3.9 is not", "Changed", ()),
    ]


def test_what_was_there_before_is_no_entry() -> None:
    assert read(OLD, OLD.replace("1.0.0", "1.0.1")) == []


def test_a_file_of_one_directive_is_read_although_it_is_named_like_a_fragment() -> None:
    path = "doc/build/changelog/unreleased_20/1258.rst"
    text = ".. change::\n    :tags: bug, orm\n    :tickets: 1258\n\n    Fixed the loading of names.\n"
    file = FileChange(path, Status.ADDED, hunks=change_between(path, "", text).hunks, additions=5)
    (found,) = entries_of([file], {path: Role.RELEASE_NOTES})
    assert (found.text, found.heading, found.numbers) == ("Fixed the loading of names.", "Fixed", (1258,))
