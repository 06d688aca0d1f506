"""Facts about documents: headings, links, code blocks, tables."""
