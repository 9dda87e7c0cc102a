"""Shapes of input of the events."""
