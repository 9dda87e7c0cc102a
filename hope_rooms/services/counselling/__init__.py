"""心理疏导 (counselling): a counsellor is named, comes beside the pair, and keeps sealed notes."""
