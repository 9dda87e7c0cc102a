"""股权投资和预授信: what the league brought about, written down by one and confirmed by another."""
