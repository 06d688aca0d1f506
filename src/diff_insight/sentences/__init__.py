"""Turns facts, signs and notices into sentences in the report's language."""
