"""What the asking process and the worker say to each other: questions, answers, settings, messages."""
