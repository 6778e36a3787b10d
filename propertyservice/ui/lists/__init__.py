"""Register lists: the paper form's columns, filters in the URL, paging by key."""

from propertyservice.ui.lists.columns import Column, number, place, tag, tagged
from propertyservice.ui.lists.declared import BulkAct, Register, View
from propertyservice.ui.lists.keyset import Sort
from propertyservice.ui.lists.records import RecordRegister, limited, moment, numbered
from propertyservice.ui.lists.respond import respond

__all__ = [
    "BulkAct",
    "Column",
    "RecordRegister",
    "Register",
    "Sort",
    "View",
    "limited",
    "moment",
    "number",
    "numbered",
    "place",
    "respond",
    "tag",
    "tagged",
]
