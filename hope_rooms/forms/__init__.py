"""Shapes of what is sent to the Hope Rooms."""
