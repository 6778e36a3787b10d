"""Windows, rates and quotas of callbacks; no database, no clock."""
