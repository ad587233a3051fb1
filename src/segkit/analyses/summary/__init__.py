"""The analysis ``summary``, and what only it needs."""
