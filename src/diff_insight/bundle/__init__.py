"""Carries the whole tool to a machine without network: wheels, models and an install script in one tar."""
