"""What the kernel must know of callbacks, told once from ``apps.ready()``."""

from callbacks import demo
from callbacks.registration import kernel, pages
from propertyservice.workbench import demo as demonstration


def register() -> None:
    """Tell the kernel, then fill the shared pages."""
    kernel.register()
    pages.register()
    demonstration.register("callbacks", 40, demo.load)
