"""The `Fact` type: one provable statement about a place in a change."""

from dataclasses import dataclass

from diff_insight.evidence.diff.fact_kinds import FactKind


@dataclass(frozen=True, slots=True)
class Fact:
    """One provable statement about a file.

    Attributes:
        kind: what is stated.
        before: the old wording, link, name or value; None for an addition.
        after: the new one; None for a removal.
        subject: what it belongs to; its meaning depends on the kind.
        where: the place in the file; its meaning depends on the kind.
        old_line: the line on the old side, counted from 1.
        new_line: the line on the new side, counted from 1.
        old_path: the file of the old side, if it is a different file.
        new_path: the file of the new side, if it is a different file.
        public: whether other code can use the name it is about.
        old_span: start and end of `before` on the old line, in characters, if it is quoted verbatim from that line.
        new_span: likewise for `after` on the new line.
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
        """A key that is equal for two facts of one file that state the same, wherever they occur."""
        return self.kind, self.before, self.after, self.subject, self.where, self.old_path, self.new_path
