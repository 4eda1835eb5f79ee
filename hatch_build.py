"""Hatchling's hook: wheel and sdist carry the browser bundle, and Node comes along only where it is missing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Hatchling loads this file by its path alone, and its neighbour would not be found.
sys.path.insert(0, str(Path(__file__).resolve().parent))

import frontend


class BrowserBundle(BuildHookInterface[Any]):
    """Builds the bundle before it is packed. The sdist holds a fresh one: a wheel made from that needs no Node."""

    def dependencies(self) -> list[str]:
        """What the build needs besides hatchling: Node, when the bundle is stale and the machine has none."""
        return [] if frontend.is_fresh(Path(self.root)) or frontend.system_npm() else [frontend.NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle unless it is fresh."""
        if frontend.is_fresh(Path(self.root)):
            return
        self.app.display_info("Building the browser bundle")
        frontend.build(Path(self.root))
