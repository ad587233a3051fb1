"""The analysis ``status``, and what only it needs."""
