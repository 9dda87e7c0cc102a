"""What a number or a code means in the addresses of election and awards."""

MODEL_OF = {
    "association/candidates": "candidate",
    "association/desk/candidates": "candidate",
    "association/delegates": "delegate",
    "association/units": "electoralunit",
    "association/desk/units": "electoralunit",
    "association/desk/offices": "associationoffice",
    "association/desk/rounds": "ballotround",
    "association/desk/objections": "objection",
    "association/ballots": "ballotround",
    "awards/nominations": "awardnomination",
    "awards/recommended": "awardnomination",
    "awards/desk/nominations": "awardnomination",
}


def code_of(route: str) -> str:
    """The model that a code names, or nothing."""
    if route.startswith("volunteers/association/"):
        return "congress"
    return "awardseason" if route.startswith("volunteers/awards/") else ""
