"""演示手机的屏幕 (the demonstration's telephone): text messages as bubbles, codes lifted out of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .channels.sms import SIX_DIGITS
from .models import SmsMessage


@dataclass(frozen=True, slots=True)
class Bubble:
    """One text message; ``code`` is the six digits in it, or empty."""

    message: SmsMessage
    code: str

    @property
    def anchor(self) -> str:
        return f"code-{self.message.pk}"


def screen(messages: Iterable[SmsMessage]) -> list[Bubble]:
    """The bubbles in the order of the messages."""
    found = ((message, SIX_DIGITS.search(message.text)) for message in messages)
    return [Bubble(message, match.group() if match else "") for message, match in found]
