"""Facts about configuration: keys of YAML, JSON, TOML and INI, dependencies and their versions."""
