"""What guests answer after the stay."""

from stations.services import Answer
from zibo_youth.core.calendar import today
from zibo_youth.notifications.models import Notice

GOOD = Answer(satisfaction=5, comment="床很干净")


def works_at(employer="示例机械公司", on=None):
    return Answer(result="employed_here", employer=employer, signed_on=on or today())


def told(kind, guest):
    return Notice.objects.filter(kind=f"stations.{kind}", to=guest.person).count()
