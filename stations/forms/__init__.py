"""Shapes of what people type; the rules are met in the services."""
