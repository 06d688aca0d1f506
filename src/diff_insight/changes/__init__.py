"""Reads what changed: a git range, staged or uncommitted changes, a unified diff, or a GitHub compare response."""
