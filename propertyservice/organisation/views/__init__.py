"""The web pages of the organisation: posts, and getting in."""
