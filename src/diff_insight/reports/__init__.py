"""One versioned value that holds a report, and what renders it."""
