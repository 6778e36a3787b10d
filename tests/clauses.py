"""``python -m tests.clauses``: each id of the specification with its tests.

Reads the sources of the tests, so that it needs neither database nor Django. Exits
with 1 where a clause or edge case listed in ``clauses_done.txt`` has no test, or where
a test names an id that the specification does not have.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
PREFIX = {"clause": "", "edge": "edge "}
Tests = dict[str, list[str]]


def specification() -> dict[str, str]:
    """Every id with its wording, in the order of the specification."""
    lines = (HERE / "specification.tsv").read_text().splitlines()
    return dict(line.split("\t", 1) for line in lines)


def done() -> list[str]:
    """The ids that must have a test; ``edge 1-17`` stands for seventeen."""
    ids = []
    for line in (HERE / "clauses_done.txt").read_text().splitlines():
        if line.startswith("edge ") and "-" in line:
            first, last = line.removeprefix("edge ").split("-")
            ids += [f"edge {n}" for n in range(int(first), int(last) + 1)]
        elif line and not line.startswith("#"):
            ids.append(line)
    return ids


def marks_in(node: ast.AST) -> Iterator[str]:
    """Yield the ids of every ``pytest.mark.clause(…)`` and ``edge(…)`` below a node."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            prefix = PREFIX.get(call.func.attr)
            if prefix is not None:
                constants = [x for x in call.args if isinstance(x, ast.Constant)]
                yield from (f"{prefix}{each.value!s}" for each in constants)


def tests_of(body: list[ast.stmt], inherited: set[str]) -> Iterator[tuple[str, str]]:
    """Yield (id, name of the test) for a module or a class."""
    for node in body:
        if isinstance(node, ast.Assign) and _assigns_pytestmark(node):
            inherited = inherited | set(marks_in(node))
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            marks = {x for each in node.decorator_list for x in marks_in(each)}
            if isinstance(node, ast.ClassDef):
                yield from tests_of(node.body, inherited | marks)
            elif node.name.startswith("test_"):
                yield from ((mark, node.name) for mark in marks | inherited)
        # Hypothesis' machines are bound as ``TestX = Machine.TestCase``.
        elif isinstance(node, ast.Assign) and _is_machine(node):
            yield from ((mark, ast.unparse(node.targets[0])) for mark in inherited)


def _assigns_pytestmark(node: ast.Assign) -> bool:
    return any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets)


def _is_machine(node: ast.Assign) -> bool:
    return isinstance(node.value, ast.Attribute) and node.value.attr == "TestCase"


def collect() -> Tests:
    """Every id that a test names, with the tests that name it."""
    found: Tests = defaultdict(list)
    for path in sorted(HERE.rglob("test_*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        for mark, name in tests_of(module.body, set()):
            found[mark].append(f"{path.relative_to(HERE.parent)}::{name}")
    return found


def problems(wanted: dict[str, str], found: Tests) -> list[str]:
    """Say what is listed as done and untested, or tested and unheard of."""
    untested = [f"No test for {each}." for each in done() if not found.get(each)]
    unknown = [
        f"{tests[0]}: the specification has no {each}."
        for each, tests in found.items()
        if each not in wanted
    ]
    return untested + unknown


def main() -> int:
    """Print the table and return the exit code."""
    wanted, found = specification(), collect()
    for each, wording in wanted.items():
        tests = found.get(each, [])
        sys.stdout.write(f"{each:8} {len(tests):3}  {wording[:90]}\n")
        sys.stdout.writelines(f"{'':14}{test}\n" for test in tests)
    tested = sum(bool(found.get(each)) for each in wanted)
    sys.stdout.write(f"\n{tested} of {len(wanted)} have tests.\n")
    wrong = problems(wanted, found)
    sys.stdout.writelines(f"{each}\n" for each in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
