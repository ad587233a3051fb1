"""What purchase histories say about the future: arrays of purchase days, base rates, forecasts, and how wrong they were."""

METHODS = ("pareto_corrected", "pareto", "mbg", "bg", "naive_rate", "naive_last_window", "zero")
"""What a backtest compares, the best guess first."""

ORIGINS = 4
"""Earlier days that are predicted from, to learn how far off forecasts are."""
