"""The analysis ``ltv``, and what only it needs."""
