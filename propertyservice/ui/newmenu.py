"""The 新建 menu: what can be begun, for nobody in particular or for a household."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise

from propertyservice.ui.registry import Registry, address


@dataclass(frozen=True)
class NewEntry:
    """A form that begins something; ``household`` forms take ``?unit=<code>``."""

    label: str | Promise
    url_name: str
    icon: str
    permission: str = ""
    order: int = 50
    household: bool = True

    @property
    def key(self) -> str:
        """The URL's name."""
        return self.url_name

    @property
    def url(self) -> str:
        """The empty form."""
        return address(self.url_name)

    def url_for(self, unit_code: str) -> str:
        """The form with the household filled in, where it takes one."""
        asked = "?" + urlencode({"unit": unit_code}) if self.household else ""
        return self.url + asked


entries: Registry[NewEntry] = Registry()
register = entries.register
for_user = entries.for_user
