"""What RULES 2.2 asks of callbacks: due, done and rate per source and month."""
