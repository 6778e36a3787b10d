"""Levels, limits and rates of complaints; no database, no clock."""
