"""创业贷款 in the admin: what the city decides is edited here; cases and money are moved by services."""

from . import applications, callbacks, guarantees, investing, lines, loans, products, subsidies

__all__ = [
    "applications",
    "callbacks",
    "guarantees",
    "investing",
    "lines",
    "loans",
    "products",
    "subsidies",
]
