"""Which model is used: the embedded one, those the user added, and the lock file that pins them."""
