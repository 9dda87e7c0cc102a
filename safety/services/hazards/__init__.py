"""隐患随手拍 (hazards): reported, looked at, given to somebody, mended with proof, confirmed by two sides."""
