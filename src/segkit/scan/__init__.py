"""The scan of all rows: what it collects, the account of every row, and what is not as it seems."""
