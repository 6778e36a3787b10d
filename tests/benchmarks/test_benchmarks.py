"""The benchmark runs whole at its small scale; no figure is judged here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[2]
GROUPS = {
    *("register", "box", "intake", "callbacks", "chasing"),
    *("statistics", "waiting", "money"),
}


def beside(url: str) -> str:
    """The same server, with databases that are named after this test run's own."""
    server, _slash, _name = url.partition("?")[0].rpartition("/")
    return f"{server}/{connection.settings_dict['NAME']}"


def test_the_small_scale_measures_every_bar(db: None, tmp_path: Path) -> None:
    written = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--scale", "small", "--json", written],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_OWNER_URL": beside(settings.DATABASE_OWNER_URL),
            "DJANGO_SETTINGS_MODULE": "propertyservice.settings",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "bars hold." in done.stdout
    figures = json.loads(written.read_text())
    assert figures["scale"] == "small"
    assert {each["group"] for each in figures["results"]} == GROUPS
    names = [(each["group"], each["name"]) for each in figures["results"]]
    assert len(set(names)) == len(names)
    barred = [each for each in figures["results"] if each["bar"] is not None]
    assert len(barred) > 40
    for each in barred:
        assert each["value"] > 0, each["name"]
        assert each["holds"] == (each["value"] <= each["bar"])


def test_an_unknown_scale_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--scale", "huge"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "--scale" in done.stderr
