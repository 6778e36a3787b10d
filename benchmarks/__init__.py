"""The benchmark: every figure is a ratio to a bare limit measured in the same run.

``make bench`` fills databases of its own on the server of DATABASE_OWNER_URL, measures
as the application's role through the whole stack, prints a table and writes JSON.
"""
