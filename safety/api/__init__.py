"""The events below /api/v1/events/."""
