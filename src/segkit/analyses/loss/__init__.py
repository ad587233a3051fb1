"""The analysis ``loss``, and what only it needs."""
