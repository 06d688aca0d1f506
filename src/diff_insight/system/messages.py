"""Marks messages stored in tables for extraction by gettext; they are translated where they are used."""


def marked(message: str) -> str:
    """Return the message unchanged; the call marks it for extraction."""
    return message


def marked_n(one: str, many: str) -> tuple[str, str]:
    """The same for a message with a singular and a plural form."""
    return one, many
