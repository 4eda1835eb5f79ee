"""Charts of answers, drawn on the server."""
