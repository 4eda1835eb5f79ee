"""Programs of Debian's packages, unpacked below the cache: nothing is installed, no service is started."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bench.endpoint.servers.server import UnavailableError, run


def unpack(cache: Path, name: str, packages: Iterable[str]) -> None:
    """Download packages with apt-get and unpack them into the folder `name`; raises UnavailableError."""
    folder = cache / name
    files = folder / "debs"
    files.mkdir(parents=True, exist_ok=True)
    run(["apt-get", "download", *packages], seconds=300, folder=files)
    for file in sorted(files.glob("*.deb")):
        run(["dpkg-deb", "-x", str(file), str(folder)], seconds=60)


def program(cache: Path, name: str, path: str) -> Path:
    """A program in the folder `name`; raises UnavailableError when it is not there."""
    found = cache / name / path
    if not found.is_file():
        raise UnavailableError("not there; --fetch unpacks it from Debian's packages")
    return found


def libraries(cache: Path, name: str) -> dict[str, str]:
    """The environment in which programs of the folder find its libraries."""
    patterns = ("lib/*-linux-gnu", "usr/lib/*-linux-gnu")
    folders = [path for pattern in patterns for path in (cache / name).glob(pattern)]
    return {"LD_LIBRARY_PATH": ":".join(map(str, folders))}
