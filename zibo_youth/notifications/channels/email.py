"""邮件 (e-mail) by Django's mail: for staff who gave an address."""

from smtplib import SMTPException

from django.core.mail import EmailMessage

from zibo_youth.notifications.channels.sms import signed
from zibo_youth.notifications.errors import ChannelFailed
from zibo_youth.notifications.letters import Letter, Recipient


def send(*, key: str, letter: Letter, to: Recipient) -> str:
    """Send the long form. The Message-ID is the same on every attempt, so mail systems can drop a copy."""
    receipt = f"<{key}@zibo-youth>"
    mail = EmailMessage(
        signed(str(letter.title)), letter.text, to=[to.email], headers={"Message-ID": receipt}
    )
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        raise ChannelFailed(type(error).__name__) from error
    return receipt
