"""活动 (events): every 场次 of the portal, and who comes to it."""
