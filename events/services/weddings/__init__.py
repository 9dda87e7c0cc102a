"""Writes of the collective wedding: editions, couples, reviews, the selection, the programme."""
