"""Pictures of every page, for eyes: ``python -m tests.screens [WORD ...]``.

Loads a demonstration into a database of its own, opens every page of the access table,
every case status and every step's form as somebody who may, at 1280 and 390 px, and
writes them to ``.local/screens/``. Words narrow the pages by name.

``SCREENS_THEME=dark`` and ``SCREENS_LANGUAGE=en`` show the other looks. ``--readme``
takes only the two pictures of the README, into ``docs/images/``.
"""

from __future__ import annotations

import importlib
import os
import sys

import django


def main(words: list[str]) -> int:
    """Take the pictures; 1 when a page failed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "propertyservice.settings")
    django.setup()
    camera = importlib.import_module("tests.browser.camera")
    return int(camera.run(words))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
