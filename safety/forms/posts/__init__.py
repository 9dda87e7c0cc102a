"""Forms of the model posts: of the unit, of the desks, of the reviewers."""
