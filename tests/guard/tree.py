"""The files of the project as git sees them: tracked, and new ones that it does not ignore."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.guard.names import terms_of
from tests.pictures.png import NotPngError, texts_of, words_of

HERE = Path(__file__).parent


class NoRepositoryError(Exception):
    """The folder is no git checkout, so nobody can say which files belong to it."""


@dataclass(frozen=True)
class Words:
    """What a file says: its name and words, or why they cannot be checked (`fault`)."""

    name: str
    text: str
    fault: str | None = None


def files_of(root: Path) -> list[str]:
    """Names of all files below `root` that are tracked or could be added. Raises NoRepositoryError."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoRepositoryError(f"{root} is no git checkout") from error
    names = sorted({name.decode() for name in listed.split(b"\0") if name})
    return [name for name in names if (root / name).is_symlink() or (root / name).is_file()]


def words_in(root: Path, name: str) -> Words:
    """The words of one file: of a text the whole, of a picture what it carries, of a link where it leads."""
    path = root / name
    if path.is_symlink():
        return Words(name, str(path.readlink()))
    raw = path.read_bytes()
    if name.lower().endswith(".png"):
        return _picture(name, raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" not in text:
        return Words(name, text)
    listed = name in terms_of(HERE / "binaries.txt")
    return Words(name, "", None if listed else "binary, and not listed in tests/guard/binaries.txt")


def _picture(name: str, raw: bytes) -> Words:
    try:
        if words_of(raw) is None:
            return Words(name, "", "a picture without its words: write them with tests/pictures/png.py")
        return Words(name, texts_of(raw))
    except NotPngError as error:
        return Words(name, "", str(error))
