"""Every write of notifications, except the insert of a notice itself (`outbox.notify`)."""

from .delivery import deliver, retry_delivery, sweep
from .reading import read_all, read_notice

__all__ = ["deliver", "read_all", "read_notice", "retry_delivery", "sweep"]
