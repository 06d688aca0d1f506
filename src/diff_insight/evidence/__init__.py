"""What can be proved from a change without any model."""
