"""What the kernel must know of fees, told once from ``apps.ready()``."""

from fees.registration import kernel, pages


def register() -> None:
    """Tell the kernel, then fill the shared pages."""
    kernel.register()
    pages.register()
