"""The analysis ``cohorts``, and what only it needs."""
