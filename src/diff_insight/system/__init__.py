"""The operating system: files, paths, memory, sockets, and characters a terminal must not interpret."""
