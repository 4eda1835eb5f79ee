"""The servers that are measured, each in a module of its own: how it is had, started on loopback and ended."""

from __future__ import annotations

from bench.endpoint.servers.fuseki import FusekiInMemory, FusekiTdb2
from bench.endpoint.servers.ours import Ours
from bench.endpoint.servers.oxigraph import Oxigraph
from bench.endpoint.servers.rdflib_endpoint import RdflibEndpoint
from bench.endpoint.servers.server import Server, UnavailableError
from bench.endpoint.servers.virtuoso import Virtuoso

__all__ = ["OURS", "Server", "UnavailableError", "servers"]

OURS = "aifrontier"


def servers() -> tuple[Server, ...]:
    """All of them, this project's first."""
    return (Ours(), RdflibEndpoint(), Oxigraph(), FusekiInMemory(), FusekiTdb2(), Virtuoso())
