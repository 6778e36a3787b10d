"""Dates and amounts in, dates and amounts out (RULES 4)."""
