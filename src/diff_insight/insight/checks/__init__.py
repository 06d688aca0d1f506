"""Decides whether a sentence of the model may be shown: its names, numbers and claims must stand in the change."""
