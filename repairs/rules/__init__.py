"""Limits, rates and amounts of repairs; no database, no clock."""
