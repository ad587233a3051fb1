"""The only code that touches files: what comes in (sources, dialects) and what goes out (writing)."""
