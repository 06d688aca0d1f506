"""What can be proved from one place of a change, as a value."""

from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """What a fact says of its `before` and `after`; what its `subject` and `where` hold stands behind each kind."""

    FILE_RENAMED = "file renamed"
    MODE_CHANGED = "mode changed"
    TARGET_CHANGED = "target changed"  # of a symbolic link
    STORED_OBJECT_CHANGED = "stored object changed"  # in Git LFS; before and after: its size in bytes
    BINARY_ADDED = "binary added"  # subject: image, or nothing; likewise below
    BINARY_REPLACED = "binary replaced"
    BINARY_REMOVED = "binary removed"

    NAME_ADDED = "name added"  # subject: what the name stands for, such as function or class; likewise below
    NAME_REMOVED = "name removed"
    NAME_RENAMED = "name renamed"
    NAME_HIDDEN = "name hidden"  # it stays, but is not public any more; where: the word or list, if only that is known
    NAME_MOVED = "name moved"  # to or from another file
    PARAMETER_ADDED = "parameter added"  # subject: the function; where: required or optional
    PARAMETER_REMOVED = "parameter removed"
    PARAMETER_RENAMED = "parameter renamed"
    PARAMETER_REQUIRED = "parameter required"  # subject: the function; where: the parameter
    DEFAULT_CHANGED = "default changed"  # subject: the function; where: the parameter
    SIGNATURE_CHANGED = "signature changed"  # subject: the function
    ENUM_VALUE_ADDED = "enum value added"
    ENUM_VALUE_REMOVED = "enum value removed"
    ENUM_VALUE_CHANGED = "enum value changed"  # subject: its name
    NAME_EDITED = "name edited"  # the inside of a function, class or other definition

    DEPENDENCY_ADDED = "dependency added"  # subject: the package; before and after: its versions; where: the group
    DEPENDENCY_REMOVED = "dependency removed"
    DEPENDENCY_CHANGED = "dependency changed"
    DEPENDENCY_MOVED = "dependency moved"  # to another group; before and after: the versions
    DEPENDENCY_TERMS_CHANGED = "dependency terms changed"  # its environment marker or extras
    DEPENDENCY_REPLACED = "dependency replaced"  # in go.mod; before and after: what stands in its place, if anything
    DEPENDENCY_EXCLUDED = "dependency excluded"  # in go.mod; before or after: the version, on the side that does so
    DOCUMENT_ADDED = "document added"  # of several in a file; subject: its kind and name; before and after: the name
    DOCUMENT_REMOVED = "document removed"
    DOCUMENT_MOVED = "document moved"  # it stands elsewhere in the file
    KEY_ADDED = "key added"  # subject: the path of the key; likewise below
    KEY_REMOVED = "key removed"
    ITEM_ADDED = "item added"  # of a list
    ITEM_REMOVED = "item removed"
    VALUE_CHANGED = "value changed"

    HEADING_RENAMED = "heading renamed"
    HEADING_ADDED = "heading added"
    HEADING_REMOVED = "heading removed"
    HEADING_MOVED = "heading moved"
    TABLE_ADDED = "table added"  # the columns; where: the section; likewise below
    TABLE_REMOVED = "table removed"
    COLUMN_ADDED = "column added"
    COLUMN_REMOVED = "column removed"
    ROW_ADDED = "row added"  # the first cell
    ROW_REMOVED = "row removed"
    ROW_CHANGED = "row changed"  # subject: the first cell, if it stays; before and after: the cells that differ
    CODE_BLOCK_ADDED = "code block added"  # subject: the language; before and after: the first line that differs
    CODE_BLOCK_REMOVED = "code block removed"
    CODE_BLOCK_CHANGED = "code block changed"
    BLOCK_MOVED = "block moved"  # subject: the number of lines; before and after: the first of them

    VERSION_CHANGED = "version changed"
    LINK_CHANGED = "link changed"
    TERM_REPLACED = "term replaced"
    DATE_CHANGED = "date changed"
    NUMBER_CHANGED = "number changed"
    LINK_ADDED = "link added"
    LINK_REMOVED = "link removed"
    LINE_CHANGED = "line changed"
    LINE_ADDED = "line added"
    LINE_REMOVED = "line removed"


@dataclass(frozen=True, slots=True)
class Fact:
    """One provable statement about a file.

    Attributes:
        kind: what is stated.
        before: the old wording, link, name or value; None for something added.
        after: the new one; None for something removed.
        subject: what it belongs to, as its kind says.
        where: the place in the file, as its kind says.
        old_line: the line on the old side, counted from 1.
        new_line: the line on the new side.
        old_path: the file of the old side, where it is another.
        new_path: the file of the new side, where it is another.
        old_span: the characters of the old line that `before` is, where it is a part of one line as it stands.
        new_span: likewise those of `after` on the new line.
        public: whether code elsewhere can use the name it is about.
    """

    kind: FactKind
    before: str | None = None
    after: str | None = None
    subject: str | None = None
    where: str | None = None
    old_line: int | None = None
    new_line: int | None = None
    old_path: str | None = None
    new_path: str | None = None
    public: bool = False
    old_span: tuple[int, int] | None = None
    new_span: tuple[int, int] | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """All names, values and paths in it."""
        found = (self.before, self.after, self.subject, self.where, self.old_path, self.new_path)
        return tuple(text for text in found if text)

    @property
    def said(self) -> tuple[object, ...]:
        """What makes two facts of one file the same statement, wherever they stand."""
        return self.kind, self.before, self.after, self.subject, self.where, self.old_path, self.new_path
