"""A browsable static site out of many reports."""
