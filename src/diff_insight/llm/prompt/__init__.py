"""Turns messages into tokens: the tokenizer, the model's chat template, and the frame around a question."""
