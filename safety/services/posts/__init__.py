"""Writes of the model posts, verb by verb."""
