"""Template tags of paper."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from propertyservice.printing import qr as codes

register = template.Library()


@register.simple_tag
def qr(content: str) -> SafeString:
    """``{% qr printed.url %}``: a QR code that opens this address."""
    return codes.drawing(content, _("QR code: %(content)s") % {"content": content})
