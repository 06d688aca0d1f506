"""Trains the adapter that teaches the embedded model its task: see training/README.md."""
