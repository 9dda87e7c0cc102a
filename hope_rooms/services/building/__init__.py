"""小屋建设 (building a room): from the survey to the farewell, one module a stage."""
