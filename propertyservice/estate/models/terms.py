"""The search box's side table: written by triggers, read by one function."""

from __future__ import annotations

from django.db import models


class TermKind(models.TextChoices):
    """What a term is the beginning of; the inner ones begin inside a name."""

    ROOM = "R", "room"
    NAME = "N", "name"
    NAME_INSIDE = "M", "inside a name"
    PINYIN = "P", "pinyin"
    PINYIN_INSIDE = "Q", "pinyin from a later syllable"
    INITIALS = "I", "initials"
    INITIALS_INSIDE = "J", "initials from a later syllable"
    PHONE = "T", "phone, reversed"
    PLATE = "V", "plate"


class SearchTerm(models.Model):
    """A text whose beginning is looked for, and what it leads to.

    Sealed: the application's role has no grant on it and it carries no policy. Only
    ``estate_find`` reads it, and its results are joined to tables that have policies
    (docs/decisions).
    """

    sealed = True

    office_id = models.BigIntegerField()
    kind = models.CharField(max_length=1, choices=TermKind)
    term = models.CharField(max_length=200, db_collation="C")
    order = models.CharField(max_length=60, db_collation="C", default="")
    source = models.CharField(max_length=1)
    source_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["office_id", "kind", "term", "order"],
                include=["unit_id", "person_id"],
                name="estate_term_beginning",
            ),
            models.Index(fields=["source", "source_id"], name="estate_term_source"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.term}"
