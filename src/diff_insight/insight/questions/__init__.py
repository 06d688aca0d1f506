"""The model's questions: the prompts, how they describe a change, and the schema of each answer."""
