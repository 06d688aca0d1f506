"""Asks the model about a change, and says in sentences what can be proved without one."""
