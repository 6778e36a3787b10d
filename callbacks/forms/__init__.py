"""The forms of callbacks; their fields are the steps' details."""
