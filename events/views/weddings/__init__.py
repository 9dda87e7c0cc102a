"""Pages of the collective wedding."""
