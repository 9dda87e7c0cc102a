"""隐患随手拍: pages of who reports, of the offices and the enterprise."""
