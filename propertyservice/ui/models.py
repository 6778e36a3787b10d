"""What staff keep of their lists: saved views (filters and order by name)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from propertyservice.organisation.models import Staff

# Written out: every list page asks it, and building it costs more than running it.
SHOWN = """
SELECT * FROM ui_savedview v
WHERE register = %s AND (owner_id = %s OR (shared AND EXISTS (
  SELECT FROM organisation_appointment a
  WHERE a.holder_id = v.owner_id AND a.office_id = ANY (%s))))
ORDER BY id LIMIT %s
"""


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Saved views by list and reader."""

    def shown(self, register: str, user: Staff, most: int) -> list[SavedView]:
        """One's own views of a list, and those shared by somebody of one's offices."""
        facts = [register, user.pk, sorted(user.office_ids), most]
        return list(self.raw(SHOWN, facts))


class SavedView(models.Model):
    """A list with its filters under a name of its own (4.1: each keeper's register).

    ``query`` is the query string without the cursor; it holds in no office of its own,
    since the list it opens shows each reader only what he may see.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views"
    )
    register = models.CharField(_("list"), max_length=40)
    name = models.CharField(_("name"), max_length=30)
    query = models.CharField(_("query"), max_length=1000)
    shared = models.BooleanField(_("show to colleagues"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "register", "name"], name="ui_saved_view_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
