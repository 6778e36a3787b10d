"""What the kernel must know of fees, told once from ``apps.ready()``."""

from fees import demo
from fees.registration import kernel, pages
from propertyservice.workbench import demo as demonstration


def register() -> None:
    """Tell the kernel, then fill the shared pages."""
    kernel.register()
    pages.register()
    demonstration.register("fees", 60, demo.load)
