"""Headers that hold on every answer: a strict Content-Security-Policy without exceptions, and its companions."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from flask import Flask, Response, abort, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_HOST = re.compile(r"(?:\[(?P<address>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::[0-9]{0,5})?")

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def init_security(app: Flask, hosts: Collection[str] = ()) -> None:
    """Set the headers on every response; where `hosts` are given, answer to those names only.

    (Flask's TRUSTED_HOSTS would do, but it cannot name an IPv6 address.)
    """

    @app.before_request
    def answer_to_our_names() -> None:
        if not is_ours(request.host, hosts):
            abort(400, f"this server does not answer to {request.host}: ask it by one of {', '.join(hosts)}")

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response


@lru_cache(256)
def _hostname(host: str) -> str | None:
    """The name in a Host header; None for what is no host with or without a port (RFC 9110, section 7.2)."""
    found = _HOST.fullmatch(host)
    return (found["address"] or found["name"]).lower() if found else None


def is_ours(host: str, hosts: Collection[str]) -> bool:
    """Whether a Host header names one of `hosts`, or any name will do."""
    return not hosts or _hostname(host) in hosts
