"""The forms of complaints: taking one, and a form for every step that asks."""
