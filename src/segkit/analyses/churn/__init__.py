"""The analysis ``churn``, and what only it needs."""
