"""Forms at the door of a session, and afterwards."""
