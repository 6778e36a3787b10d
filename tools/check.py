"""Every check of ``make check``, each with its time; all run, any failure fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
PYTHON = [sys.executable]
PACKAGES = [
    *("propertyservice", "archives", "callbacks", "aftersales", "complaints"),
    *("renovation", "activities", "keys", "repairs", "fees", "storeroom"),
]
CHECKS: dict[str, list[str]] = {
    "lint": ["ruff", "check"],
    "format": ["ruff", "format", "--check"],
    "types": ["mypy", *PACKAGES],
    "contracts": ["lint-imports"],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
    "security": [
        *("bandit", "--quiet", "--recursive", "--severity-level", "high"),
        *("--configfile", "pyproject.toml", *PACKAGES),
    ],
    "compose file": [
        *("check-jsonschema", "--builtin-schema", "vendor.compose-spec"),
        "docker-compose.yml",
    ],
    "translations": [*PYTHON, "tools/messages.py", "check"],
    "migrations": [*PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "Django": [*PYTHON, "manage.py", "check", "--fail-level", "WARNING"],
}
WARNINGS: dict[str, list[str]] = {
    "known vulnerabilities": [
        *("pip-audit", "--disable-pip", "--require-hashes", "--timeout", "20"),
        *("--progress-spinner", "off", "--requirement", "requirements.txt"),
    ],
}


def run(name: str, words: list[str], *, limit: float = 300) -> bool:
    """Run one check quietly; show what it wrote only when it fails."""
    program = BIN / words[0]
    argv = [str(program if program.exists() else words[0]), *words[1:]]
    began = time.monotonic()
    try:
        done = subprocess.run(
            argv, capture_output=True, text=True, check=False, timeout=limit
        )
        passed, said = done.returncode == 0, done.stdout + done.stderr
    except subprocess.TimeoutExpired:
        passed, said = False, f"no answer in {limit:.0f} s\n"
    mark = "passed" if passed else "FAILED"
    sys.stdout.write(f"{name:22} {mark}  {time.monotonic() - began:5.1f} s\n")
    if not passed:
        sys.stdout.write(said[-6000:])
    sys.stdout.flush()
    return passed


def main() -> int:
    """Run all checks and return 1 if one failed; warnings only warn."""
    os.environ["DATABASE_AS_OWNER"] = "True"
    failed = [name for name, words in CHECKS.items() if not run(name, words)]
    for name, words in WARNINGS.items():
        if not run(name, words, limit=45):
            sys.stdout.write(f"(only a warning: {name} may need the network)\n")
    sys.stdout.write(f"Failed: {', '.join(failed)}\n" if failed else "All passed.\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
