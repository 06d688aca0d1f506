"""Compares two releases that are folders or archives, as they arrive where there is no repository."""
