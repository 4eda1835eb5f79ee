"""Claims side by side: who differs, how, on which axis."""
