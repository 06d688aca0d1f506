"""The client: starts the worker, sends questions, restarts the worker when it dies, caches answers."""
