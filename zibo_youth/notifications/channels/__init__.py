"""渠道 (channels): the ways a notice reaches a person. Each sends one letter and returns a receipt."""
