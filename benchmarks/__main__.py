"""``python -m benchmarks [--scale small|full]``; see docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

SCALES = ("full", "small")


def main() -> int:
    """Measure and report; the exit code is 0 even when a bar is missed."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--scale", choices=SCALES, default="full")
    parser.add_argument("--json", type=Path, default=Path(".local/benchmarks.json"))
    parser.add_argument("--only", nargs="*", default=[], help="register search ...")
    parser.add_argument(
        "--keep", action="store_true", help="keep the databases and use those kept"
    )
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "propertyservice.settings")
    os.environ |= {"DEBUG": "False", "HTTPS": "False", "LOG_LEVEL": "ERROR"}
    os.environ["ALLOWED_HOSTS"] = "testserver"
    from benchmarks import running  # noqa: PLC0415 after the environment

    results = running.measure(options.scale, only=options.only, keep=options.keep)
    print(running.table(results))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(running.as_json(options.scale, results))
    print(f"Written to {options.json}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
