"""The registers' text search: a side table kept by triggers, read by one function."""

from __future__ import annotations

from django.db import models


class CaseText(models.Model):
    """What a case is found by: subject, place, name and the tail of its number.

    Sealed: the application's role has no grant on it and it carries no policy. Only
    ``cases_find`` reads it, and its results are joined to tables that have policies.
    An index over grams of one and two characters serves every kind of term.
    """

    sealed = True

    case_id = models.BigIntegerField(primary_key=True)
    office_id = models.BigIntegerField()
    clause = models.CharField(max_length=20, db_collation="C")
    text = models.TextField()

    class Meta:
        db_table = "cases_text"

    def __str__(self) -> str:
        return f"{self.case_id}: {self.text}"
