"""Every write about who came: the door, walk-ins, what is settled afterwards."""
