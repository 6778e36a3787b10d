"""Make the virtual environment from a locked requirements file, if it changed.

Standard library only: it runs before anything is installed.
Usage: python3 tools/environment.py requirements.txt
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"


def say(sentence: str) -> None:
    """Tell the person at the terminal at once."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def works() -> bool:
    """Whether the environment is there and its Python starts."""
    try:
        words: list[str | Path] = [PYTHON, "-c", "import pip"]
        return subprocess.run(words, check=False).returncode == 0
    except OSError:
        return False


def make() -> None:
    """Make an empty environment, or say what the machine lacks for it."""
    say("Making a virtual environment in .venv ...")
    shutil.rmtree(FOLDER, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", FOLDER], check=False)
    if made.returncode:
        shutil.rmtree(FOLDER, ignore_errors=True)
        sys.exit("Python's venv module is incomplete here (Debian: python3-venv).")


def install(locked: Path) -> None:
    """Install exactly what the locked file lists; pip checks every hash."""
    say(f"Installing the packages of {locked.name} (half a minute, once) ...")
    # Without --no-compile pip spends a third of its time on what is never imported.
    words = [str(PYTHON), "-m", "pip", "install", "-qq", "--no-compile"]
    words += ["--disable-pip-version-check", "--require-hashes", "-r", str(locked)]
    quiet = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
    if subprocess.run(words, check=False, env=quiet).returncode:
        sys.exit("The packages could not be installed; pip says why above.")


def main(name: str) -> None:
    """Bring the environment up to date with ``name``, cheaply when nothing changed."""
    if not works():
        make()
    if not is_installed(ROOT / name):
        install(ROOT / name)
        # The tests' file holds all of the programme's at the same versions.
        for locked in {name, "requirements.txt"}:
            stamp(ROOT / locked).write_text(digest(ROOT / locked))


def stamp(locked: Path) -> Path:
    """Where the environment remembers what was installed."""
    return FOLDER / f"{locked.stem}.stamp"


def digest(locked: Path) -> str:
    """A mark that changes with the locked file."""
    return hashlib.sha256(locked.read_bytes()).hexdigest()


def is_installed(locked: Path) -> bool:
    """Whether exactly this locked file was the last to be installed."""
    return stamp(locked).exists() and stamp(locked).read_text() == digest(locked)


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit("Python 3.11 or newer is needed.")
    main(sys.argv[1])
