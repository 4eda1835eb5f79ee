"""This project's endpoint and its peers, side by side on one generated graph: `python -m bench.endpoint`."""
