"""接口 (API) of the stations: where a bed is free, and the caller's own stays."""
