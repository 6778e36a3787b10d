"""The web pages of fees."""
