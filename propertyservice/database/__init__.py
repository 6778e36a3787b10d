"""Django's PostgreSQL backend, with statements that come again prepared."""
