"""What a diff alone shows: the `Fact` type, both sides of a file, paired lines, moved blocks, repeated edits."""
