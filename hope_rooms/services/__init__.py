"""What is done for children in difficulty; every write, and every look at a child's record."""
