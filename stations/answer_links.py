"""回访链接 (links of follow-ups): each fits one question (`core.link_tokens`)."""

from __future__ import annotations

from django.conf import settings

from zibo_youth.core.link_tokens import LinkTokens

ANSWER_LINKS = LinkTokens("follow-up-link")
token_of, digest_of = ANSWER_LINKS.token_of, ANSWER_LINKS.digest_of


def in_full(path: str) -> str:
    """The whole address, as a text message needs it."""
    return f"{settings.SITE_URL}{path}"
