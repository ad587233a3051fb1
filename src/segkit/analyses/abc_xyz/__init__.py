"""The analysis ``abcxyz``, and what only it needs."""
