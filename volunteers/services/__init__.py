"""Every write of the volunteers."""
