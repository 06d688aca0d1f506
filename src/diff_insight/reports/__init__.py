"""The versioned report value, and its renderers."""
