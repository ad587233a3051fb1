"""The analysis ``segment``, and what only it needs."""
