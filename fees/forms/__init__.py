"""The forms of fees."""
