"""Every write of the events."""
