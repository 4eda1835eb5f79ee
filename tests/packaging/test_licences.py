"""What the program rests on may be passed on with it."""

from __future__ import annotations

import json
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

COPYLEFT = re.compile(r"\b[AL]?GPL|GNU (?:Lesser |Affero )?General Public", re.IGNORECASE)
ALLOWED = {"owlready2"}
"""LGPL: imported as it is from its own distribution, as that licence allows."""
PERMISSIVE = re.compile(r"\(?(?:MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause)(?: OR .+)?\)?")


def required(name: str, extras: frozenset[str] = frozenset()) -> dict[str, Distribution]:
    """A distribution and all that it needs on this machine, by name."""
    found: dict[str, Distribution] = {}
    waiting = [(name, extras)]
    while waiting:
        name, extras = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found and not extras:
            continue
        try:
            found[key] = distribution(name)
        except PackageNotFoundError:
            continue  # for another platform or Python
        for text in found[key].requires or ():
            requirement = Requirement(text)
            wanted = any(
                requirement.marker is None or requirement.marker.evaluate({"extra": extra})
                for extra in extras or {""}
            )
            if wanted:
                waiting.append((requirement.name, frozenset(requirement.extras)))
    return found


def licence(package: Distribution) -> str:
    """What its metadata says: the expression, else the short text and the classifiers."""
    metadata = package.metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    classifiers = [line for line in metadata.get_all("Classifier") or () if line.startswith("License ::")]
    # Some put the whole text there; its name stands in the first line.
    return "; ".join([(metadata.get_all("License") or [""])[0].partition("\n")[0], *classifiers])


def is_copyleft(words: str) -> bool:
    """Whether no alternative is left (`A OR B` leaves one)."""
    return all(COPYLEFT.search(part) for part in re.split(r"\bOR\b", words))


def test_no_dependency_is_under_the_gpl_or_a_variant_of_it() -> None:
    packages = required("aifrontier", frozenset({"", "dev"}))
    assert {"flask", "pyoxigraph", "owlready2", "pytest", "ruff"} <= packages.keys()
    wrong = {name: licence(package) for name, package in packages.items() if is_copyleft(licence(package))}
    assert wrong.keys() == ALLOWED, wrong


def test_every_dependency_says_under_which_licence_it_is() -> None:
    packages = required("aifrontier", frozenset({"", "dev"}))
    assert [name for name, package in packages.items() if not licence(package).strip("; ")] == []


def test_what_is_built_into_the_bundle_is_under_a_permissive_licence(root: Path) -> None:
    """A tool that builds or tests may be under the MPL (axe-core, lightningcss): nothing of it is passed on."""
    lock = json.loads((root / "package-lock.json").read_text())
    packages = {name.removeprefix("node_modules/"): package for name, package in lock["packages"].items() if name}
    assert packages["axe-core"]["license"] == "MPL-2.0"
    assert packages["axe-core"]["dev"]
    wrong = {
        name: package["license"]
        for name, package in packages.items()
        if not PERMISSIVE.fullmatch(package["license"])
        and not (package["license"] == "MPL-2.0" and package.get("dev"))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("words", "copyleft"),
    [
        ("MIT", False),
        ("Apache-2.0", False),
        ("MIT OR GPL-2.0-only", False),
        ("GPL-3.0-only", True),
        ("LGPLv3+", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
    ],
)
def test_copyleft_is_recognised(words: str, copyleft: bool) -> None:
    assert is_copyleft(words) is copyleft
