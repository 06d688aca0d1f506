"""diff-insight: reports on what changed between two versions of a tree, written by a local model."""

__version__ = "0.1.0"
