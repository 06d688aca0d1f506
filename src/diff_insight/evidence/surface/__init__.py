"""What users of a program meet in its source: options, commands, environment variables, routes."""
