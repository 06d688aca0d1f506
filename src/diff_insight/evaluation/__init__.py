"""Changes that people or other models labelled, and how well a model agrees with them."""
