"""Photos and papers kept with a case (4.9): private, checked, checksummed."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.cases.models import Case

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Attachments, narrowed to those that exist for somebody."""

    def visible_to(self, user: Staff) -> Self:
        """Those of cases he sees, and his own that belong to no case."""
        cases = Case.objects.visible_to(user).values("pk")
        return self.filter(
            Q(case__in=cases) | Q(case=None, uploaded_by=user),
            office__in=user.office_ids,
        )


@tracked()
class Attachment(models.Model):
    """One stored file. ``uuid`` is its public name, ``path`` its place on the disk.

    ``kind`` is a word of the clause (PHOTO, SIGNATURE, ...). Content never changes: a
    better photo is another attachment.
    """

    row_security = "office_id"
    row_hidden_with = "case"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("case"),
    )
    office = models.ForeignKey(
        "organisation.Office",
        models.PROTECT,
        related_name="+",
        verbose_name=_("office"),
    )
    kind = models.CharField(_("kind"), max_length=20)
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("content type"), max_length=80)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    path = models.CharField(max_length=80, unique=True, editable=False)
    has_thumbnail = models.BooleanField(default=False, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [models.Index(fields=["case", "uploaded_at"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:open", args=[self.uuid])

    @property
    def is_image(self) -> bool:
        """Whether it is a picture rather than a paper."""
        return self.content_type.startswith("image/")

    @property
    def thumbnail_url(self) -> str:
        """The small picture's address; empty without one."""
        if not self.has_thumbnail:
            return ""
        return reverse("files:thumbnail", args=[self.uuid])
