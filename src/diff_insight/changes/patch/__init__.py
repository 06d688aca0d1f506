"""Reads a change from a file: unified diffs, mailed series, `git log -p`, answers of GitHub's compare endpoint."""
