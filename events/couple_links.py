"""新人邀请链接 (links of invitations): each fits the second seat of one couple (`core.link_tokens`)."""

from __future__ import annotations

from zibo_youth.core.link_tokens import LinkTokens

COUPLE_LINKS = LinkTokens("couple-link")
token_of, digest_of = COUPLE_LINKS.token_of, COUPLE_LINKS.digest_of
