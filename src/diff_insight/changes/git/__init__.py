"""Reads a change from a git repository: revisions, the diff between two trees, commits, attributes, file contents."""
