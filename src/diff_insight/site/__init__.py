"""A browsable static site of many reports."""
