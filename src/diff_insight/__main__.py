"""`python -m diff_insight` is the program `diff-insight`."""

from diff_insight.cli.entry import main

main()
