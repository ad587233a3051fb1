"""The analysis ``migrate``, and what only it needs."""
