"""Virtuoso from Debian's packages, over a database of its own in bench's folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from bench.endpoint.servers import debian
from bench.endpoint.servers.server import HOST, Data, Running, UnavailableError, free_port, run

_PACKAGES = ("virtuoso-opensource-7-bin", "virtuoso-opensource-7-common", "libpcre3")
_GRAPH = "urn:bench:graph"
_LOAD_SECONDS = 300.0
# Buffers as its documentation advises for 2 GB; rows as all others give; one graph, so that no query names it.
_SETTINGS = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = {host}:{sql}
ServerThreads = 20
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
CheckpointInterval = 0
DirsAllowed = /
[HTTPServer]
ServerPort = {host}:{http}
ServerThreads = 16
MaxKeepAlives = 64
KeepAliveTimeout = 60
[SPARQL]
DefaultGraph = {graph}
ResultSetMaxRows = 100000
MaxQueryExecutionTime = 20
"""


class Virtuoso:
    """Its own protocol on /sparql, as every installation has it."""

    name = "Virtuoso"
    sizes = ("82k", "811k")
    path = "/sparql"

    def fetch(self, cache: Path) -> None:
        """Unpack it."""
        debian.unpack(cache, "virtuoso", _PACKAGES)

    def version(self, cache: Path) -> str:
        """Its version."""
        program = debian.program(cache, "virtuoso", "usr/bin/virtuoso-t")
        environment = {**os.environ, **debian.libraries(cache, "virtuoso")}
        told = subprocess.run([str(program), "-?"], capture_output=True, text=True, env=environment, check=False)
        lines = [line for line in (told.stdout + told.stderr).splitlines() if line.startswith("Version")]
        if not lines:
            raise UnavailableError("it does not tell its version")
        return lines[0].split()[1]

    def start(self, cache: Path, data: Data) -> Running:
        """Start it, and load the graph into it unless its database has it."""
        folder = data.folder / "virtuoso"
        loaded = folder / "loaded"
        folder.mkdir(parents=True, exist_ok=True)
        http, sql = free_port(), free_port()
        settings = folder / "virtuoso.ini"
        settings.write_text(_SETTINGS.format(folder=folder, host=HOST, http=http, sql=sql, graph=_GRAPH))
        program = debian.program(cache, "virtuoso", "usr/bin/virtuoso-t")
        running = Running(
            [str(program), "+foreground", "+configfile", str(settings)],
            port=http,
            path=self.path,
            folder=folder,
            seconds=60,
            environment=debian.libraries(cache, "virtuoso"),
        )
        if not loaded.is_file():
            try:
                self._load(cache, sql, data.file)
            except UnavailableError:
                running.stop()
                raise
            loaded.touch()
        return running

    def _load(self, cache: Path, port: int, file: Path) -> None:
        program = debian.program(cache, "virtuoso", "usr/bin/isql-vt")
        libraries = [f"{name}={value}" for name, value in debian.libraries(cache, "virtuoso").items()]
        # dba and its password: what a new database has; it listens on loopback only.
        steps = f"ld_dir('{file.parent}', '{file.name}', '{_GRAPH}'); rdf_loader_run(); checkpoint;"
        login = [f"{HOST}:{port}", "dba", "dba", "ERRORS=STDOUT"]
        told = run(["env", *libraries, str(program), *login, f"exec={steps}"], seconds=_LOAD_SECONDS)
        if "Error" in told:
            raise UnavailableError(f"loading failed: {told.strip().splitlines()[-1]}")
