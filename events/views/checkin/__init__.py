"""Pages of who comes: the pass, the door, the board, what is handed out afterwards."""
