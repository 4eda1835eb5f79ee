"""What the explorer's module says on the canvas and beside it, in the reader's language, by its own keys."""

from __future__ import annotations

from webui.language import translate


def explorer_words() -> dict[str, str]:
    """Words by key (webui/assets/explorer/messages.js); `{name}` in them is filled in by the module."""
    return {
        "graph": translate("Graph"),
        "help": translate(
            "Arrow keys move between things, Enter opens the page, plus expands, minus folds in, zero shows all, "
            "Escape clears the selection."
        ),
        "loading": translate("Loading the graph …"),
        "failed": translate("This could not be loaded: {reason}"),
        "retry": translate("Try again"),
        "unreachable": translate("no answer came from the server"),
        "nothingSelected": translate("Select a thing or an edge to see what it rests on."),
        "described": translate("{label}, {type}. Connections: {count}."),
        "openPage": translate("Open page"),
        "expand": translate("Expand ({count} more)"),
        "nothingMore": translate("All neighbours are drawn"),
        "foldIn": translate("Fold in"),
        "connections": translate("Connections drawn ({count})"),
        "claims": translate("Claims ({count})"),
        "textNotAtHand": translate("The text of this source is not at hand."),
        "close": translate("Clear the selection"),
        "zoomIn": translate("Zoom in"),
        "zoomOut": translate("Zoom out"),
        "fit": translate("Show all"),
        "zoomHint": translate("Ctrl + wheel zooms, dragging moves."),
        "legend": translate("Legend"),
        "disputed": translate("disputed"),
        "truncated": translate("Only {shown} of {of} things are drawn: close some, or start from another one."),
        **kind_words(),
        "answer": translate("in the answer only"),
        **family_words(),
    }


def kind_words() -> dict[str, str]:
    """What stands behind an edge, by its kind."""
    return {
        "claim": translate("a source says so"),
        "registry": translate("registry"),
        "derived": translate("concluded"),
        "namedTogether": translate("named together"),
    }


def family_words() -> dict[str, str]:
    """The families of things that are drawn alike."""
    return {
        "organization": translate("organisation"),
        "model": translate("model"),
        "family": translate("model family"),
        "app": translate("app"),
        "country": translate("country"),
        "instrument": translate("benchmark or index"),
        "document": translate("document"),
        "concept": translate("concept"),
    }
