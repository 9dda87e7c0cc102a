"""Everything that writes in the loans; services only."""
