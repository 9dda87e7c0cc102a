"""创业贷款的办理: every write of the programme."""
