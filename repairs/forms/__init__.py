"""The forms of repairs: intake, and one for every step that asks for something."""
