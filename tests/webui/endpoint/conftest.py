"""An endpoint over the public snapshot, for a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from graph.snapshot import Snapshot
from tests.webui.endpoint.asking import serving


@pytest.fixture(scope="module")
def client(snapshot: Snapshot) -> Iterator[FlaskClient]:
    with serving(snapshot) as opened:
        yield opened
