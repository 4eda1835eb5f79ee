"""A copy of the shipped data in which single claims say something else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from graph.build import build
from graph.inputs import PACKAGE, Inputs
from graph.snapshot import Snapshot

Change = tuple[str, str, str]
"""A claim's id, a line of it as it stands, and as it stands in the copy."""


def built_with(folder: Path, changes: Iterable[Change]) -> Snapshot:
    """The snapshot of the shipped data with these changes; `folder` is empty and takes copy and build."""
    copy = folder / "copy"
    for part in ("registry", "documents", "links"):
        shutil.copytree(PACKAGE / part, copy / part)
    for claim, was, now in changes:
        document, number = claim.removeprefix("claim/").split("/")
        file = copy / "documents" / document / "claims.yaml"
        pattern = re.compile(rf"^(\s*- id: {number}\n(?:(?!\s*- id:).*\n)*?\s*){re.escape(was)}$", re.MULTILINE)
        text, count = pattern.subn(lambda found, now=now: found[1] + now, file.read_text(encoding="utf-8"))  # type: ignore[misc]
        assert count == 1, f"{claim} has no line {was!r}"
        file.write_text(text, encoding="utf-8")
    return build(Inputs(package=copy), folder / "out").snapshot
