"""Asks the model about a change, and describes in sentences what can be proved without one."""
