"""The table of clauses reads the tests' marks right."""

from __future__ import annotations

import ast

from tests import clauses

SOURCE = """
import pytest
pytestmark = pytest.mark.clause("4.9")

@pytest.mark.edge(7, 8)
def test_one(): ...

class TestTwo:
    @pytest.mark.clause("4.2.2")
    def test_inside(self): ...

@pytest.mark.edge(1)
def helper(): ...

TestMachine = Machine.TestCase
"""


def test_marks_of_modules_classes_functions_and_machines_are_found() -> None:
    found = set(clauses.tests_of(ast.parse(SOURCE).body, set()))

    assert found == {
        ("4.9", "test_one"),
        ("edge 7", "test_one"),
        ("edge 8", "test_one"),
        ("4.9", "test_inside"),
        ("4.2.2", "test_inside"),
        ("4.9", "TestMachine"),
    }


def test_the_specification_has_every_clause_and_110_edge_cases() -> None:
    wanted = clauses.specification()

    assert [key for key in wanted if key.startswith("edge")] == [
        f"edge {number}" for number in range(1, 111)
    ]
    assert {"1.0", "4.2.2", "4.6.3", "4.9", "S0", "S6", "P1", "P4"} <= set(wanted)


def test_what_is_done_and_untested_or_unheard_of_is_named() -> None:
    wrong = clauses.problems({"4.9": "recorded"}, {"9.9": ["tests/x.py::test_y"]})

    assert "No test for 4.9." in wrong
    assert "tests/x.py::test_y: the specification has no 9.9." in wrong
