"""Names, claims and sentences as HTML, in the reader's language."""
