"""The explorer: its state in the URL, the part of the graph that it shows, and how pyvis and our module draw it."""
