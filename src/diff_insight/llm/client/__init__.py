"""The process that asks: starts the worker, sends questions, restarts it when it dies, caches answers."""
