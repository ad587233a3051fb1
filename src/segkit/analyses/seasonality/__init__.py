"""The analysis ``seasonality``, and what only it needs."""
