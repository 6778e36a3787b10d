"""The counter and what it writes."""
