""".rq files: SPARQL with an optional typed header, prefixes added where used, values bound as RDF terms.

A header is the run of leading comment lines that start with `#:`; together they hold one YAML mapping.
A value enters a query only at a marked place:

    VALUES ?company { UNDEF }  # bind

Unbound it is valid SPARQL and matches anything; binding replaces UNDEF by terms that the engine has
serialised, so that no text of a caller is ever pasted into a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode

from ontology.namespaces import PREFIXES

Term = NamedNode | Literal

_PLACE = re.compile(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}\s*#\s*bind\b[^\n]*")
# Each expression takes at once and for good what it looks at, and never starts anew within what it has read: its
# time grows with a text's length, whatever the text is. A string that nobody closes is read to where it would have
# to end; an escaped quotation mark in a name begins none.
_NOT_PREFIXES = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*+(?:""")?'
    r"|'''(?:[^'\\]|\\[\s\S]|'(?!''))*+(?:''')?"
    r'|"(?:[^"\\\n\r]|\\.)*+"?'
    r"|'(?:[^'\\\n\r]|\\.)*+'?"
    r"|<[^<>\s]*+>|#[^\n\r]*+|\\."
)
_NAMES = re.compile(r"([:?$@]?)([\w.-]++)(?=(:?))")
_DECLARED = re.compile(r"\bPREFIX\s++([\w.-]*+):", re.IGNORECASE)


class QueryFileError(ValueError):
    """A .rq file that cannot be used as it stands; the message names the file and the mend."""


@dataclass(frozen=True)
class QueryFile:
    """One .rq file: its `name` (the file's stem), its `header` (empty where it has none) and its `text`."""

    name: str
    text: str
    header: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def places(self) -> tuple[str, ...]:
        """The variables that have a marked place, in order of appearance."""
        return tuple(_PLACE.findall(self.text))

    def bind(self, values: Mapping[str, Iterable[Term]] | None = None) -> str:
        """The query with `values` (variable -> terms) at their marked places, the prefixes it uses in front.

        Places without a value stay open (UNDEF). Raises QueryFileError for a value without a place and for
        an empty list of terms, which would silently match nothing.
        """
        values = {name: tuple(terms) for name, terms in (values or {}).items()}
        for name, terms in values.items():
            if name not in self.places:
                raise QueryFileError(f"{self.name}.rq has no marked place for ?{name}")
            if not terms:
                raise QueryFileError(f"{self.name}.rq: no value given for ?{name}")

        def fill(match: re.Match[str]) -> str:
            terms = values.get(match[1])
            shown = " ".join(str(term) for term in terms) if terms else "UNDEF"
            return f"VALUES ?{match[1]} {{ {shown} }}"

        return with_prefixes(_PLACE.sub(fill, self.text))


def with_prefixes(query: str) -> str:
    """The query with a PREFIX line in front for each known prefix it uses and does not declare."""
    plain = _NOT_PREFIXES.sub(" ", query)
    used = _used(plain).intersection(PREFIXES).difference(_DECLARED.findall(plain))
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in sorted(used)) + query


def _used(plain: str) -> set[str]:
    """The names in front of a colon; of a run with dots in it, also what stands behind the last one (?x.org:y)."""
    used = set()
    for mark, run, colon in _NAMES.findall(plain):
        if colon and not mark:
            used.add(run)
        if colon and "." in run:
            used.add(run.rpartition(".")[2])
    return used


def load_rq(path: Path) -> QueryFile:
    """Read one .rq file.

    Raises QueryFileError when the header is not one YAML mapping.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith("#:")), len(lines))
    try:
        header = yaml.safe_load("\n".join(line[2:] for line in lines[:count])) if count else {}
    except yaml.YAMLError as error:
        raise QueryFileError(f"{path}: the header is not YAML: {error}") from error
    if not isinstance(header, dict):
        raise QueryFileError(f"{path}: the header must be one YAML mapping")
    text = "\n".join(lines[count:]).strip() + "\n"
    return QueryFile(path.stem, text, MappingProxyType(header))


def load_folder(folder: Path) -> tuple[QueryFile, ...]:
    """Every .rq file of a folder, by name."""
    return tuple(load_rq(path) for path in sorted(folder.glob("*.rq")))
