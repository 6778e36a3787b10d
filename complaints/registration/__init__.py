"""What the kernel must know of complaints, told once from ``apps.ready()``."""

from complaints.registration import kernel, pages


def register() -> None:
    """Tell the kernel, then fill the shared pages."""
    kernel.register()
    pages.register()
