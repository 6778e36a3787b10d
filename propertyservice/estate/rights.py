"""Which posts may do what with the estate; clauses register the posts themselves."""

from __future__ import annotations

EVERY_POST = [
    "OFFICE_MANAGER",
    "CS_SUPERVISOR",
    "REPAIR_DESK",
    "COMPLAINT_DESK",
    "CALLBACK_STAFF",
    "ARCHIVIST",
    "KEY_KEEPER",
    "RENOVATION_CLERK",
    "CASHIER",
    "STOREKEEPER",
    "ACTIVITY_STAFF",
    "MAINT_SUPERVISOR",
    "TECHNICIAN",
    "COMPANY_MANAGER",
    "FINANCE",
    "AUDITOR",
    "AFTERSALES",
    "SALES",
    "ENGINEERING",
]
# Phones stand clear to desk, cashier and callback staff, masked to others (RULES 2.4);
# so also to those who take calls for the desk or correct what it wrote. The repairer's
# own tasks show theirs through ``privacy.phone_for``; others ask, on record.
PHONE_POSTS = [
    "REPAIR_DESK",
    "COMPLAINT_DESK",
    "CALLBACK_STAFF",
    "CASHIER",
    "CS_SUPERVISOR",
    "OFFICE_MANAGER",
    "ARCHIVIST",
    "MAINT_SUPERVISOR",
    "AFTERSALES",
]
GRANTS = {
    "estate.view": EVERY_POST,
    "estate.see_phones": PHONE_POSTS,
    "estate.maintain": [
        "REPAIR_DESK",
        "COMPLAINT_DESK",
        "CS_SUPERVISOR",
        "OFFICE_MANAGER",
        "ARCHIVIST",
        "CASHIER",
        "AFTERSALES",
    ],
    "estate.reveal": ["ARCHIVIST", "CS_SUPERVISOR", "OFFICE_MANAGER", "CASHIER"],
    "estate.erase": ["OFFICE_MANAGER"],
    "estate.import_roster": ["CS_SUPERVISOR", "OFFICE_MANAGER"],
}
