"""The volunteers below /api/v1/volunteers/."""
