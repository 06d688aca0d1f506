"""Names that say nothing new where they are defined, since every object or module has them."""

OF_EVERY_OBJECT = frozenset(
    {
        "toString", "equals", "hashCode", "ToString", "Equals", "GetHashCode", "__repr__", "__str__", "__eq__",
        "__hash__", "__ne__", "__getattr__", "__dir__", "to_s", "inspect", "valueOf",
    }
)  # fmt: skip
"""Methods that every object has, in languages in which some of them are often defined anew."""

DEFAULT_EXPORT = "default"
"""What a module of JavaScript exports without a name."""
