"""What quizzes show on the house's own pages: one's own papers, and the way to the desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.core import cards


def quiz_links(request: HttpRequest) -> list[cards.Link]:
    """One's own papers; the desk, for offices that hold quizzes."""
    if not request.user.is_authenticated:
        return []
    links = [cards.Link(_("我的答题"), "my_quizzes")]
    if request.user.is_staff and policy.may(request.user, "safety.manage_quiz"):
        links.append(cards.Link(_("答题工作台"), "quiz_desk"))
    return links
