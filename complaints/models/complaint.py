"""One line of the Owner Complaint Register (业主投诉记录表; 4.6.3, RULES 1.4)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.models.codes import (
    CLOSED,
    MOVES,
    Category,
    Channel,
    Level,
    Method,
    Rating,
    Status,
    Validity,
)
from propertyservice.audit.history import tracked
from propertyservice.cases.models import (
    CaseRecord,
    not_itself,
    open_by_due,
    two_people,
)
from propertyservice.workflow.status import guarded

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff

OPEN = Q(status__in=[s for s in Status.values if s not in CLOSED])
SOLVED = (Status.DONE, Status.REPLIED, Status.CALLBACK, Status.CLOSED)


def person(label: Any, **options: Any) -> models.ForeignKey[Any, Any]:
    """A member of staff who has to do with the complaint."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=label,
        **options,
    )


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    """Complaints, narrowed to those that exist for somebody."""

    def visible_to(self, user: Staff) -> Self:
        """Those of his offices' registers and those he handles; never one about him."""
        offices = user.offices_for("complaints.view")
        seen = Q(office__in=user.office_ids)
        if not user.office_ids <= offices:
            seen &= Q(office__in=offices) | Q(handler=user)
        return self.filter(seen).filter(Q(respondent=None) | ~Q(respondent=user))

    def open(self) -> Self:
        """Those that are not closed, withdrawn or merged."""
        return self.filter(OPEN)

    def unsolved(self) -> Self:
        """Open, valid as far as judged, and not dealt with."""
        return self.open().filter(
            ~Q(status__in=[*SOLVED, Status.INVALID_EXPLAINED]),
            validity__in=["", Validity.VALID],
        )


@tracked()
class Complaint(CaseRecord):
    """A complaint, from the desk to the closed line of the register.

    The status changes only through ``complaints.transitions``. ``respondent`` is the
    member of staff complained about: for him the complaint does not exist (the
    register's ``hidden_from``), and ``goes_above`` says that it is about the manager or
    the supervisor, so that the company's manager takes their part (edge case 26).
    ``handler`` signed for it and investigates. Amounts are yuan.
    """

    row_hidden_from = "respondent_id"
    CLOSED_STATUSES = CLOSED
    JUDGED_BY = ("complaints.answer", "complaints.external", "complaints.legal")

    unit = models.ForeignKey(
        "estate.Unit", models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    building = models.ForeignKey(
        "estate.Building", models.PROTECT, null=True, blank=True, related_name="+"
    )
    location = models.CharField(_("room"), max_length=60, blank=True)
    complainant_name = models.CharField(_("complainant"), max_length=60, blank=True)
    complainant_count = models.PositiveSmallIntegerField(_("complainants"), default=1)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    occurred_at = models.DateTimeField(_("happened"), null=True, blank=True)
    occurred_where = models.CharField(_("where"), max_length=80, blank=True)
    respondent = person(_("complained about"), null=True, blank=True)
    respondent_words = models.CharField(
        _("complained about, in words"), max_length=80, blank=True
    )
    goes_above = models.BooleanField(_("decided above"), default=False)
    content = models.TextField(_("content"), max_length=2000)
    demand = models.CharField(_("demand"), max_length=500, blank=True)
    category = models.CharField(_("category"), max_length=12, choices=Category)
    level = models.CharField(
        _("level"), max_length=10, choices=Level, default=Level.MINOR
    )
    validity = models.CharField(
        _("valid or not"), max_length=10, choices=Validity, blank=True
    )
    is_safety = models.BooleanField(_("concerns safety"), default=False)
    recorder = person(_("taken by"))
    promised_at = models.DateTimeField(_("answer promised by"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("solution agreed by"), null=True, blank=True)
    external_party = models.CharField(_("outside party"), max_length=60, blank=True)
    external_no = models.CharField(_("their number"), max_length=60, blank=True)
    external_due_at = models.DateTimeField(_("their limit"), null=True, blank=True)
    department = models.ForeignKey(
        "organisation.Department",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("passed on to"),
    )
    handler = person(_("handled by"), null=True)
    transferred_at = models.DateTimeField(_("passed on"), null=True)
    signed_at = models.DateTimeField(_("signed for"), null=True)
    investigation = models.TextField(_("investigation"), max_length=2000, blank=True)
    proposal = models.TextField(_("proposal"), max_length=2000, blank=True)
    proposed_on = models.DateField(_("to be done by"), null=True)
    approver = person(_("approved by"), null=True)
    approved_at = models.DateTimeField(_("approved"), null=True)
    approval = models.CharField(_("approval"), max_length=500, blank=True)
    outcome = models.TextField(_("outcome"), max_length=2000, blank=True)
    done_at = models.DateTimeField(_("dealt with"), null=True)
    reply = models.TextField(_("answer"), max_length=2000, blank=True)
    reply_method = models.CharField(
        _("how answered"), max_length=10, choices=Method, blank=True
    )
    replied_at = models.DateTimeField(_("answered"), null=True)
    in_time = models.BooleanField(_("answered in time"), null=True, editable=False)
    opinion = models.CharField(
        _("complainant's opinion"), max_length=15, choices=Rating, blank=True
    )
    callback_no = models.CharField(_("callback"), max_length=30, blank=True)
    callback_rating = models.CharField(_("rating"), max_length=15, blank=True)
    corrective_action = models.TextField(
        _("corrective and preventive action"), max_length=2000, blank=True
    )
    closer = person(_("closed by"), null=True)
    reopen_count = models.PositiveSmallIntegerField(_("times reopened"), default=0)
    promoted_at = models.DateTimeField(_("made critical after a month"), null=True)
    extension_until = models.DateTimeField(_("more time until"), null=True)
    extended_to = models.DateTimeField(_("extended to"), null=True)
    waiting_since = models.DateTimeField(_("waits for the complainant"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    repair = models.ForeignKey(
        "repairs.Repair",
        models.PROTECT,
        null=True,
        related_name="complaints",
        verbose_name=_("repair"),
    )
    disputed_item = models.CharField(_("disputed fee"), max_length=120, blank=True)
    disputed_amount = models.DecimalField(
        _("disputed amount"), max_digits=14, decimal_places=2, null=True
    )
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    once_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        indexes = [
            open_by_due("complaints_open_by_due", OPEN),
            models.Index(
                fields=["office", "-received_at", "-register"],
                name="complaints_by_time",
            ),
            models.Index(
                fields=["office", "status", "-received_at"],
                name="complaints_by_status",
            ),
            models.Index(fields=["handler", "status"], name="complaints_by_handler"),
            models.Index(fields=["unit", "-received_at"]),
        ]
        constraints = [
            two_people("complaints_handler_is_another", "respondent", "handler"),
            two_people("complaints_closer_is_another", "respondent", "closer"),
            two_people("complaints_approver_is_another", "respondent", "approver"),
            models.CheckConstraint(
                name="complaints_judged_when_classified",
                condition=~Q(validity="")
                | Q(status__in=[Status.RECEIVED, Status.WITHDRAWN, Status.MERGED]),
            ),
            models.CheckConstraint(
                name="complaints_passed_on_to_somebody",
                condition=Q(handler__isnull=False, department__isnull=False)
                | Q(
                    status__in=[
                        Status.RECEIVED,
                        Status.CLASSIFIED,
                        Status.INVALID_EXPLAINED,
                        Status.CLOSED,
                        Status.WITHDRAWN,
                        Status.MERGED,
                        Status.REOPENED,
                    ]
                ),
            ),
            models.CheckConstraint(
                name="complaints_serious_needs_measures",
                condition=~Q(status=Status.CLOSED)
                | Q(level=Level.MINOR)
                | ~Q(corrective_action="")
                | Q(validity=Validity.INVALID),
            ),
            models.CheckConstraint(
                name="complaints_merged_into_another",
                condition=Q(status=Status.MERGED, merged_into__isnull=False)
                | (~Q(status=Status.MERGED) & Q(merged_into=None)),
            ),
            not_itself("complaints_not_into_itself", "merged_into"),
            models.CheckConstraint(
                name="complaints_outside_limit_has_party",
                condition=Q(external_due_at=None) | ~Q(external_party=""),
            ),
        ]
        triggers = guarded("complaints_status", MOVES, born=Status.RECEIVED)

    @property
    def status_words(self) -> str:
        """The status as people say it: also that it waits for the complainant."""
        return status_words(self)

    @property
    def who_complains(self) -> str:
        """The complainant, or that he is unknown; how many besides."""
        return who_complains(self)


def status_words(complaint: Any) -> str:
    """The status of a complaint or of its line in a list."""
    if complaint.waiting_since:
        return str(_("Waits for the complainant"))
    return str(Status(complaint.status).label)


def who_complains(complaint: Any) -> str:
    """The complainant of a complaint or of its line in a list."""
    name = _("anonymous") if complaint.is_anonymous else complaint.complainant_name
    if complaint.complainant_count > 1:
        words = _("%(name)s and %(n)d others")
        return str(words) % {"name": name, "n": complaint.complainant_count - 1}
    return str(name)
