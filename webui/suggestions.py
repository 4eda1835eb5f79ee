"""What a reader may have meant by an id that the graph does not have."""

from __future__ import annotations

import difflib
import re

from webui.site import Site

MOST = 5


def nearest_things(site: Site, wanted: str) -> list[str]:
    """Ids of things close to `wanted`, nearest first: by their id, by their slug, then by name."""
    kind, _, slug = wanted.partition("/")
    known = [name for name in site.names.ids() if name not in site.silent]
    close = difflib.get_close_matches(wanted, known, n=MOST, cutoff=0.7)
    slugs = {name.partition("/")[2]: name for name in known}
    close += [slugs[found] for found in difflib.get_close_matches(slug, slugs, n=MOST, cutoff=0.75)]
    words = re.sub(r"[^\w.]+", " ", slug or kind).strip()
    close += [hit.thing for hit in site.search.find(words, MOST)] if words else []
    return list(dict.fromkeys(close))[:MOST]
