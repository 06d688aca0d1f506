"""Which names in source code others can really reach: by the entry points and the documentation of a package."""
