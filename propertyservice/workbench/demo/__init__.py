"""A property company to try things on; each clause adds its part (DESIGN 4)."""

from propertyservice.workbench.demo.house import Demo, DemoOffice, Resident
from propertyservice.workbench.demo.loading import load
from propertyservice.workbench.demo.registry import register

__all__ = ["Demo", "DemoOffice", "Resident", "load", "register"]
