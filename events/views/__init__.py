"""Pages of the events."""
