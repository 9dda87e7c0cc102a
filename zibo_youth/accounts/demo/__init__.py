"""Demonstration: invented people, and the accounts that a visitor may try."""
