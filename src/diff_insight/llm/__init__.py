"""Answers many constrained questions with one GGUF model through llama.cpp."""
