"""Headers that hold on every answer: a strict Content-Security-Policy without exceptions, and its companions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

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
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:  # a bracket without its other half
        return None


def is_ours(host: str, hosts: Collection[str]) -> bool:
    """Whether a Host header names one of `hosts`, or any name will do."""
    return not hosts or _hostname(host) in hosts
