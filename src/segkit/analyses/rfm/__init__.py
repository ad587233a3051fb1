"""The analysis ``rfm``, and what only it needs."""
