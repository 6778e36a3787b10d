"""Buildings, homes, places, cars and the people in them (4.2.1, 4.4.1)."""

from propertyservice.estate.models.buildings import Building, Stairwell
from propertyservice.estate.models.cars import ParkingSpace, Vehicle
from propertyservice.estate.models.occupancies import Occupancy, Relation
from propertyservice.estate.models.persons import Person, PersonContact, PersonSecret
from propertyservice.estate.models.places import Place, PlaceKind
from propertyservice.estate.models.terms import SearchTerm, TermKind
from propertyservice.estate.models.units import Unit, UnitUse

__all__ = [
    "Building",
    "Occupancy",
    "ParkingSpace",
    "Person",
    "PersonContact",
    "PersonSecret",
    "Place",
    "PlaceKind",
    "Relation",
    "SearchTerm",
    "Stairwell",
    "TermKind",
    "Unit",
    "UnitUse",
    "Vehicle",
]
