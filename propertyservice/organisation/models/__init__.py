"""Company, offices, staff and the appointments that give rights (3.1-3.3)."""

from propertyservice.organisation.models.appointments import Appointment
from propertyservice.organisation.models.offices import (
    Company,
    CompanyKind,
    Department,
    Grade,
    Office,
    OfficeHours,
    OfficeKind,
)
from propertyservice.organisation.models.staff import Staff

__all__ = [
    "Appointment",
    "Company",
    "CompanyKind",
    "Department",
    "Grade",
    "Office",
    "OfficeHours",
    "OfficeKind",
    "Staff",
]
