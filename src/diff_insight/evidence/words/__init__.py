"""Facts about any text: changed words, numbers and entries of lists."""
