"""Pages of the loans."""
