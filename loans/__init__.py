"""创业贷款 (start-up loans): the bank lends, the league recommends, follows and counts."""
