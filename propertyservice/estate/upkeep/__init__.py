"""Every verb that changes who lives where: on record, announced, one transaction each.

Each raises PermissionDenied without the right ``estate.maintain`` in the office, and
ValidationError with a sentence when the change can't be made.
"""

from propertyservice.estate.upkeep.merging import merge_persons
from propertyservice.estate.upkeep.moves import move_in, move_out
from propertyservice.estate.upkeep.ownership import NewOwner, transfer_ownership
from propertyservice.estate.upkeep.phones import correct_phone

__all__ = [
    "NewOwner",
    "correct_phone",
    "merge_persons",
    "move_in",
    "move_out",
    "transfer_ownership",
]
