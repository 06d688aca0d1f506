"""Facts across files: recurring edits, references left behind, shared names and Git LFS objects."""
