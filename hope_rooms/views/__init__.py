"""Doors of the Hope Rooms: each fetches what may be seen and calls one service."""
