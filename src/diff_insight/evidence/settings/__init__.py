"""Facts about configuration: keys of YAML, JSON, TOML and INI files, and dependencies with their versions."""
