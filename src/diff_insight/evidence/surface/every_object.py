"""Names that tell users nothing where they are defined, since every object has them, or the language calls them."""

OF_EVERY_OBJECT = frozenset(
    {
        "toString", "equals", "hashCode", "ToString", "Equals", "GetHashCode", "__repr__", "__str__", "__eq__",
        "__hash__", "__ne__", "__getattr__", "__dir__", "to_s", "inspect", "valueOf",
    }
)  # fmt: skip
"""Methods that every object has, in languages in which some of them are often defined anew."""

DEFAULT_EXPORT = "default"
"""What a module of JavaScript exports without a name."""

CALLED_BY_PYTHON = frozenset(
    {
        "__ne__", "__cmp__", "__nonzero__", "__unicode__", "__div__", "__getslice__", "__setslice__", "__delslice__",
        "__coerce__", "__long__", "__hash__", "__repr__", "__str__", "__del__", "__new__", "__post_init__",
        "__init_subclass__", "__set_name__", "__getattr__",
        "__getstate__", "__setstate__", "__reduce__", "__reduce_ex__",
        "iterkeys", "itervalues", "iteritems",
        "__copy__", "__deepcopy__", "__sizeof__", "__dir__", "__class_getitem__", "__rich_repr__",
    }
)  # fmt: skip
"""Methods of Python that it derives from others, never calls in Python 3, or calls on its own account."""

CALLED_BY_RUBY = frozenset({"inherited", "included", "extended", "prepended", "method_added", "method_missing",
                    "respond_to_missing?", "const_missing", "initialize_copy", "initialize_dup"})  # fmt: skip
"""Hooks that Ruby calls on its own account."""
