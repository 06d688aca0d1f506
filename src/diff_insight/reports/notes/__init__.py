"""Release notes made of the topics of a report."""
