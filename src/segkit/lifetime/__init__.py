"""What purchase histories say about the future: arrays of purchase days, base rates, forecasts, and how wrong they were."""
