"""What the database's refusals mean, for people (DESIGN 2: constraint names)."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "estate_building_once": _("A building with this code is there already."),
    "estate_building_code": _("Write the building's code in digits or letters."),
    "estate_stairwell_once": _("This building has a stairwell with this code."),
    "estate_stairwell_code": _("Write the stairwell's code in digits or letters."),
    "estate_unit_once": _("This room is there already."),
    "estate_unit_room": _("Write the room in digits or letters, without dashes."),
    "estate_unit_area": _("An area is more than zero square metres."),
    "estate_place_once": _("A place with this code is there already."),
    "estate_space_once": _("A parking space with this code is there already."),
    "estate_vehicle_once": _("This plate is recorded already."),
    "estate_vehicle_plate": _("Check the plate: letters and digits, such as 浙A12345."),
    "estate_vehicle_has_owner": _("Say to which room or person the car belongs."),
    "estate_person_has_name": _("A person needs a name."),
    "estate_person_not_into_itself": _("Choose two different persons to merge."),
    "estate_contact_once": _("This person has this phone already."),
    "estate_contact_one_primary": _("Only one phone can be the one to call first."),
    "estate_contact_digits": _("Check the phone: 5 to 20 digits."),
    "estate_occupancy_in_order": _("The last day is before the first."),
    "estate_occupancy_share": _("A share belongs to an owner and is at most one."),
    "estate_occupancy_once_at_a_time": _(
        "This person is recorded for this room at that time already."
    ),
    "estate_unit_of_same_office": _("This room belongs to another office."),
    "estate_person_of_same_office": _("This person belongs to another office."),
    "estate_shares_at_most_one": _("The owners' shares are more than one in all."),
}
