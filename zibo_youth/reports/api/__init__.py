"""接口 (API) of the monthly report: what is locked, for the city's data platform."""
