"""What the kernel must know of repairs, told once from ``apps.ready()``."""

from propertyservice.workbench import demo as demonstration
from repairs import demo
from repairs.registration import kernel, pages


def register() -> None:
    """Tell the kernel, then fill the shared pages."""
    kernel.register()
    pages.register()
    demonstration.register("repairs", 10, demo.load)
