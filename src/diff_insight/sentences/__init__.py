"""Turns facts, signs and notices into sentences of the report's language."""
