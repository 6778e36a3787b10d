"""The Household Repair Register, the task sheets and incidents (4.2)."""

from repairs.models.codes import (
    CLOSED,
    MOVES,
    Channel,
    ChargeType,
    Priority,
    ReferTo,
    Relation,
    Result,
    Size,
    Status,
    SuspendReason,
    Trade,
)
from repairs.models.incident import IncidentReport
from repairs.models.repair import Repair, RepairQuerySet
from repairs.models.sheet import MaterialLine, TaskSheet

__all__ = [
    "CLOSED",
    "MOVES",
    "Channel",
    "ChargeType",
    "IncidentReport",
    "MaterialLine",
    "Priority",
    "ReferTo",
    "Relation",
    "Repair",
    "RepairQuerySet",
    "Result",
    "Size",
    "Status",
    "SuspendReason",
    "TaskSheet",
    "Trade",
]
