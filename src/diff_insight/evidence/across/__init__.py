"""Facts that take more than one file: the same edit in many, references left behind, names that files share."""
