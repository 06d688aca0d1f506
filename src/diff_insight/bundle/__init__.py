"""Packs the whole tool for a machine without network access: wheels, models and an install script in one tar."""
