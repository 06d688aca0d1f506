"""Reads a change from a file: unified diffs, mailed series, `git log -p`, responses of GitHub's compare endpoint."""
