"""Disjoint sets of numbers."""


class Sets:
    """Numbers that each begin as a set of their own; the root of a set is its lowest member.

    Args:
        count: the numbers are those below it.
    """

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def root(self, number: int) -> int:
        """The lowest member of a number's set."""
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Make one set of the sets of two numbers."""
        first, second = sorted((self.root(one), self.root(other)))
        self._above[second] = first
