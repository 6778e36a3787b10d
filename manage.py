#!/usr/bin/env python
"""Django's command line for propertyservice."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "propertyservice.settings")
    # While `make run` runs, its database and broker are the ones that are meant.
    running = Path(__file__).with_name(".local") / "environment"
    if "DATABASE_URL" not in os.environ and running.exists():
        for line in running.read_text().splitlines():
            name, _, value = line.partition("=")
            os.environ.setdefault(name, value)

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
