"""What a licence, named as LMArena and LLM Stats name it, says of a model's weights."""

from __future__ import annotations

import re

_CLOSED = {"proprietary", "propretary"}
_OPEN = {
    "apache 2.0", "apache", "mit", "modified mit", "mit + model license (commercial use allowed)",
    "creative commons attribution 4 0 license", "cc by 4.0", "bsd",
}  # fmt: skip
_NON_COMMERCIAL = ("cc by nc", "non commercial", "mrl", "mistral research", "mnpl")
_RESTRICTED = (
    "llama", "gemma", "qwen", "qianwen", "deepseek", "yi license", "jamba", "nvidia", "falcon", "dbrx", "nexusflow",
    "ai2 impact", "health ai developer",
)  # fmt: skip


def weights_of_licence(licence: str) -> str:
    """open, restricted, non-commercial or closed; "" for a licence that is not said or not known.

    A licence with conditions on use is `restricted`; one that only demands a notice is `open`.
    """
    words = re.sub(r"[-_\s]+", " ", licence.casefold()).strip().replace("2 0", "2.0")
    if words in _CLOSED:
        return "closed"
    if words in _OPEN:
        return "open"
    if any(word in words for word in _NON_COMMERCIAL):
        return "non-commercial"
    return "restricted" if any(word in words for word in _RESTRICTED) else ""
