"""Who complains: one, or thirty with a spokesman; each is answered (edges 25, 29)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.codes import Method, Rating
from propertyservice.audit.history import tracked


class ComplainantQuerySet(models.QuerySet["Complainant"]):
    """Complainants by what is still owed to them."""

    def unanswered(self) -> Self:
        """Those who have not been answered in this round."""
        return self.filter(answered_at=None)

    def to_call(self) -> Self:
        """Those who want a callback: everybody whose name is known."""
        return self.filter(is_anonymous=False)


@tracked(hidden=("phone",))
class Complainant(models.Model):
    """One who complains. An anonymous one has no name, no phone and no callback.

    ``origin`` is the complaint he made before it was merged into this one. A reopened
    complaint owes everybody a new answer: ``answered_at`` is empty again.
    """

    row_security_of = "complaint"

    complaint = models.ForeignKey(
        "complaints.Complaint", models.PROTECT, related_name="complainants"
    )
    origin = models.ForeignKey(
        "complaints.Complaint", models.PROTECT, null=True, related_name="+"
    )
    person = models.ForeignKey(
        "estate.Person", models.PROTECT, null=True, related_name="+"
    )
    unit = models.ForeignKey("estate.Unit", models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=60, blank=True)
    room = models.CharField(_("room"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    is_spokesman = models.BooleanField(_("spokesman"), default=False)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answer_method = models.CharField(
        _("how answered"), max_length=10, choices=Method, blank=True
    )
    opinion = models.CharField(_("opinion"), max_length=15, choices=Rating, blank=True)
    called_back_at = models.DateTimeField(_("called back"), null=True)

    objects = ComplainantQuerySet.as_manager()

    class Meta:
        verbose_name = _("complainant")
        verbose_name_plural = _("complainants")
        ordering = ("-is_spokesman", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(is_spokesman=True),
                name="complaints_one_spokesman",
            ),
            models.CheckConstraint(
                name="complaints_anonymous_has_no_name",
                condition=Q(is_anonymous=False, name__gt="")
                | Q(is_anonymous=True, name="", phone="", person=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("anonymous"))
