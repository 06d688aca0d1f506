"""Facts about any file: changed words and lines, and what happens to the file as an entry of its folder."""
