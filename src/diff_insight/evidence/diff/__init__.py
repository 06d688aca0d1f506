"""What a diff alone shows: the facts' own type, both sides of a file, paired lines, moved blocks, repeated edits."""
