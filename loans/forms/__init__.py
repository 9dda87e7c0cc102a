"""Forms of the loans: the shape of what is typed, and nothing of who may."""
