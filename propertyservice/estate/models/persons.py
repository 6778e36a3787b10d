"""People, and apart from them what must be erasable: phones, identity, bank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from propertyservice.audit.history import tracked
from propertyservice.estate import pinyin
from propertyservice.estate.models.scoped import ScopedQuerySet
from propertyservice.estate.text import phone_digits

if TYPE_CHECKING:
    from propertyservice.organisation.models import Staff


class PinyinField(models.CharField):  # type: ignore[type-arg]
    """Follows ``name`` on every save, in bulk as well."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        read = pinyin.initials if self.name == "initials" else pinyin.spaced
        value = read(model_instance.name)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, value)
        return value


class PhoneField(models.CharField):  # type: ignore[type-arg]
    """A phone, stored as its digits."""

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None else phone_digits(value)


class PersonQuerySet(ScopedQuerySet):
    """People."""

    def visible_to(self, user: Staff) -> Self:
        """People of the user's offices; those merged into another are gone."""
        return super().visible_to(user).filter(merged_into=None)


@tracked()
class Person(models.Model):
    """Somebody an office deals with: owner, resident, tenant, agent, or a company.

    One person may have several units (RULES 5, 57). ``legal_hold`` says why nothing of
    this person may be erased. A person entered twice points to the one that was kept.
    """

    row_security = "office_id"

    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="persons", editable=False
    )
    name = models.CharField(_("name"), max_length=60)
    name_pinyin = PinyinField(max_length=200, editable=False, db_collation="C")
    initials = PinyinField(max_length=40, editable=False, db_collation="C")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", editable=False
    )
    legal_hold = models.CharField(_("legal hold"), max_length=200, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes = [models.Index(fields=["office", "name_pinyin"])]
        constraints = [
            models.CheckConstraint(
                name="estate_person_has_name", condition=~Q(name="")
            ),
            models.CheckConstraint(
                name="estate_person_not_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked(hidden=("phone",))
class PersonContact(models.Model):
    """A phone of a person; the history says that it changed, never its digits."""

    row_security = "office_id"

    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="+", editable=False
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    phone = PhoneField(_("phone"), max_length=20)
    is_primary = models.BooleanField(_("called first"), default=False)
    note = models.CharField(_("note"), max_length=60, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        ordering = ["-is_primary", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "phone"], name="estate_contact_once"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(is_primary=True),
                name="estate_contact_one_primary",
            ),
            models.CheckConstraint(
                name="estate_contact_digits",
                condition=Q(phone__regex=r"^[0-9]{5,20}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} #{self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.office_id = self.person.office_id
        super().save(*args, **kwargs)  # type: ignore[arg-type]


@tracked(hidden=("id_number", "bank_account"))
class PersonSecret(models.Model):
    """Identity and bank numbers: masked for all, shown on record (RULES 2.4)."""

    row_security = "office_id"

    person = models.OneToOneField(
        Person, models.CASCADE, primary_key=True, related_name="secret"
    )
    office = models.ForeignKey(
        "organisation.Office", models.PROTECT, related_name="+", editable=False
    )
    id_number = models.CharField(_("identity number"), max_length=30, blank=True)
    bank_name = models.CharField(_("bank"), max_length=60, blank=True)
    bank_account = models.CharField(_("bank account"), max_length=40, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("identity and bank")
        verbose_name_plural = _("identity and bank")

    def __str__(self) -> str:
        return f"{self.person}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.office_id = self.person.office_id
        super().save(*args, **kwargs)  # type: ignore[arg-type]
