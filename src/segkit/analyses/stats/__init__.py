"""The analysis ``stats``, and what only it needs."""
