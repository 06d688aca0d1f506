"""Decides whether a model's sentence may be shown: the change must bear out its names, numbers and claims."""
