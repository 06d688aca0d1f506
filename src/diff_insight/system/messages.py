"""Marks the messages of tables for the extraction of translations; they are translated where they are said."""


def marked(message: str) -> str:
    """The message itself; the call tells the extraction of messages that it is one."""
    return message


def marked_n(one: str, many: str) -> tuple[str, str]:
    """The same for a message with a form for one thing and a form for many."""
    return one, many
