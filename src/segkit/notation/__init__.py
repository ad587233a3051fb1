"""How exports write things: dates, numbers, money, statuses, totals and nothing at all."""
