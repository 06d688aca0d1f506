"""Evaluates a model on changes labelled by people or other models."""
