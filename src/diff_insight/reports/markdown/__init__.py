"""Renders a report as Markdown."""
