"""What can be proved from one place of a change, as a value."""

from dataclasses import dataclass

from diff_insight.evidence.diff.fact_kinds import FactKind


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
