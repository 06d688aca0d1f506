"""What the model is asked: the prompts, what they say of a change, and the schema of each answer."""
