"""What the client and the worker process exchange: questions, answers, settings, messages."""
