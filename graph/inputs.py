"""The folders that data comes from: what the package ships, and a user's workspace beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parent
_PATTERNS = ("registry/*.yaml", "documents/*/*.yaml", "links/*.sssom.tsv", "observations/*/*")


@dataclass(frozen=True)
class InputFile:
    """One file of the inputs: where it lies, and its name as shown to people and written into the manifest."""

    path: Path
    name: str


@dataclass(frozen=True)
class Inputs:
    """Where to read from: `workspace` (or None) comes on top of `package`; `texts` holds ID/text.txt."""

    package: Path = PACKAGE
    workspace: Path | None = None
    texts: Path | None = None

    def files(self, pattern: str) -> Iterator[InputFile]:
        """The files that match `pattern` below each folder, in a fixed order, with stable names."""
        for folder, shown in ((self.package, "graph"), (self.workspace, "data")):
            if folder is not None:
                for path in sorted(folder.glob(pattern)):
                    yield InputFile(path, f"{shown}/{path.relative_to(folder).as_posix()}")

    def digests(self) -> dict[str, str]:
        """SHA-256 (hex) of every input file by its name; texts are not inputs of the public layer."""
        return {
            file.name: hashlib.sha256(file.path.read_bytes()).hexdigest()
            for pattern in _PATTERNS
            for file in self.files(pattern)
        }

    def text(self, document: str) -> bytes | None:
        """The bytes of a document's text, where the user has it."""
        if self.texts is None:
            return None
        path = self.texts / document / "text.txt"
        return path.read_bytes() if path.is_file() else None
