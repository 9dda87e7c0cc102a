"""同住邀请链接 (links of invitations): each fits one place of one party (`core.link_tokens`)."""

from __future__ import annotations

from zibo_youth.core.link_tokens import LinkTokens

PARTY_LINKS = LinkTokens("party-link")
token_of, digest_of = PARTY_LINKS.token_of, PARTY_LINKS.digest_of
