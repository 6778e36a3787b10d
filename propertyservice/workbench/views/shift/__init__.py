"""``/shift/``: who is on duty, the roster, and the hand-over (DESIGN 3)."""
