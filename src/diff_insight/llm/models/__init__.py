"""Finds the model to use: the embedded one or one the user added, and the lock file that pins them."""
