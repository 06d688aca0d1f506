"""Facts that can be proved from a change without a model."""
