"""接口 of the loans: what is on offer, one's own applications and loans, and the messages of banks."""
