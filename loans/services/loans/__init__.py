"""贷款的镜像: contracts, schedules and payments as the banks tell them."""
