"""What the kernel must know of complaints, told once from ``apps.ready()``."""

from complaints import demo
from complaints.registration import kernel, pages
from propertyservice.workbench import demo as demonstration


def register() -> None:
    """Tell the kernel, then fill the shared pages."""
    kernel.register()
    pages.register()
    demonstration.register("complaints", 20, demo.load)
