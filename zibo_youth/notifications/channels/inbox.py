"""站内消息 (inbox): the notice itself is the message; it lies there from its commit on."""

from zibo_youth.notifications.letters import Letter, Recipient


def send(*, key: str, letter: Letter, to: Recipient) -> str:
    """Nothing is left to do; the receipt says that the row was seen."""
    return f"notice-{letter.notice.pk}"
