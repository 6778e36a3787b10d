"""A furnished office, and a browser for whoever asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from propertyservice.organisation.models import Staff

Browse = Callable[[Staff], Client]


@pytest.fixture
def browse() -> Browse:
    """``browse(staff)``: a client that is logged in as this person."""

    def open_as(person: Staff) -> Client:
        client = Client()
        client.force_login(person, settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return open_as
