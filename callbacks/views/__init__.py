"""The pages of callbacks."""
