"""The analysis ``backtest``, and what only it needs."""
