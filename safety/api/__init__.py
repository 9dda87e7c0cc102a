"""The safety action for programmes."""
