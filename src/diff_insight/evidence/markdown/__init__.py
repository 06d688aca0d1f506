"""Facts about Markdown: headings, links, code blocks and tables."""
