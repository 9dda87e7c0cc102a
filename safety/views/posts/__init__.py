"""Pages of the model posts."""
