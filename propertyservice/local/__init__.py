"""The programme on one machine: embedded database and broker, one process tree.

``make run`` and ``make test`` are thin wrappers of this package. It imports nothing
of the project, speaks to it only through its commands and environment, and can be
deleted where PostgreSQL, Redis and a process manager are at hand.
"""
