"""GGUF files: their metadata, loading them with llama.cpp, and which build of it runs."""
