"""What the model posts hold of a person: rows stay, for results rest on them; the words go."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model

from zibo_youth.accounts.holdings import Holding, Part, add_part
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.terms import add_terms
from zibo_youth.core.errors import DomainError

from .models import (
    EnterpriseAccident,
    PostCheck,
    PostObjection,
    PostReviewer,
    PostRevision,
    PostScore,
    PostSheet,
    PostTransition,
)
from .post_errors import SheetsHangOnIt
from .services.posts.keeping import TERMS

HOLDINGS = [
    Holding(model=PostObjection, of=("by",), blank={"text": "", "answer": ""}),
    Holding(
        model=PostSheet,
        of=("reviewer__person",),
        blank={"remark": "", "draft": ""},
        keep={"recusal": "a code of the reason for a recusal"},
    ),
    Holding(model=PostScore, of=("sheet__reviewer__person",)),
    Holding(model=PostReviewer, of=("person",)),
]
PAPERS: dict[type[Model], str] = {
    PostTransition: "a unit's and an office's reasons for what became of an application",
    PostCheck: "what a district found and the city decided of a team; it names nobody",
    PostRevision: "what a unit says of its team; it names nobody",
    EnterpriseAccident: "an office's record of an enterprise; it names nobody who was hurt",
}


def obstacles(person: Person) -> Iterator[DomainError]:
    """A reviewer whose sheet is still awaited."""
    if PostSheet.objects.filter(reviewer__person=person, state=PostSheet.State.ASSIGNED).exists():
        yield SheetsHangOnIt()


def register_post_holdings() -> None:
    """Called once, when the app is ready."""
    add_terms(TERMS)
    add_part("posts", Part(holdings=HOLDINGS, papers=PAPERS, obstacles=obstacles))
