from __future__ import annotations

import unicodedata
import uuid
from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.querysets import RosterPersonQuerySet
from zibo_youth.accounts.models import Person
from zibo_youth.core import crypto

from .event import Session
from .registration import Registration

MOST_IN_A_ROSTER = 200

STANDS_IN_ITS_SESSION = """
SELECT one.session_id INTO NEW.session_id FROM events_registration AS one WHERE one.id = NEW.registration_id;
IF NEW.guardian_name = '' AND EXISTS (
    SELECT FROM events_session AS turn
    WHERE turn.id = NEW.session_id
      AND NEW.birth_date + interval '18 years' > (turn.starts_at AT TIME ZONE 'Asia/Shanghai')::date
) THEN
    RAISE EXCEPTION 'roster_minor_has_a_guardian' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'roster_minor_has_a_guardian';
END IF;
RETURN NEW;
"""
# Asked at the commit; a row that is gone by then, as its time was over, asks nothing.
COUNTS_EVERYBODY = """
IF EXISTS (SELECT FROM events_rosterperson AS still WHERE still.id = NEW.id) AND EXISTS (
    SELECT FROM events_registration AS one
    WHERE one.id = NEW.registration_id AND one.state IN ('waiting', 'offered', 'registered', 'review')
      AND one.seats <> (
        SELECT count(*) FROM events_rosterperson AS each
        WHERE each.registration_id = one.id AND each.left_at IS NULL)
) THEN
    RAISE EXCEPTION 'roster_lists_everybody_it_counts' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'roster_lists_everybody_it_counts';
END IF;
RETURN NULL;
"""


def mark_of(full_name: str, birth_date: date, id_last4: str) -> str:
    """
    Who somebody is for a session, without a document number: name, day of birth and its last four signs.

    A keyed digest: the same human from two schools, or with an account of the portal, has the same mark.
    """
    name = "".join(unicodedata.normalize("NFKC", full_name).split()).casefold()
    return crypto.blind_index("events.roster", f"{name}|{birth_date.isoformat()}|{id_last4.upper()}")


class RosterPerson(models.Model):
    """
    名册人员 (person on a roster): whom an organisation brings to a session, with a place of their own.

    ``left_at``: taken off the list, or the whole registration ended. The places of the registration are as
    many as there are people on its list (`roster_lists_everybody_it_counts`, asked at the commit).
    """

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="roster", verbose_name=_("活动报名")
    )
    session = models.ForeignKey(Session, models.PROTECT, related_name="+", verbose_name=_("活动场次"))
    number = models.PositiveSmallIntegerField(pgettext_lazy("名册", "序号"))
    full_name = models.CharField(_("姓名"), max_length=60)
    birth_date = models.DateField(_("出生日期"))
    id_last4 = models.CharField(_("证件号码后四位"), max_length=4)
    gender = models.PositiveSmallIntegerField(
        pgettext_lazy("名册", "性别"), choices=Person.Gender.choices, default=0
    )
    mobile = models.CharField(_("手机号"), max_length=20, blank=True)
    guardian_name = models.CharField(_("监护人姓名"), max_length=60, blank=True)
    guardian_mobile = models.CharField(_("监护人电话"), max_length=20, blank=True)
    relation = models.CharField(_("与本人关系"), max_length=20, blank=True)
    mark = models.CharField(_("查重标记"), max_length=64, editable=False)
    added_at = models.DateTimeField(_("列入时间"), auto_now_add=True)
    left_at = models.DateTimeField(_("移出时间"), null=True, blank=True, editable=False)

    objects = RosterPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("名册人员")
        verbose_name_plural = pgettext_lazy("复数", "名册人员")
        ordering = ["registration", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "mark"],
                condition=Q(left_at__isnull=True),
                name="roster_person_once_per_session",
            ),
            models.UniqueConstraint(fields=["registration", "number"], name="roster_number_used_once"),
            models.CheckConstraint(
                condition=Q(guardian_name="") | (~Q(guardian_mobile="") & ~Q(relation="")),
                name="roster_guardian_may_be_asked",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="roster_person_stands_in_its_session",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__left_at__isnull=True),
                func=STANDS_IN_ITS_SESSION,
            ),
            pgtrigger.Trigger(
                name="roster_lists_everybody_it_counts",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func=COUNTS_EVERYBODY,
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def masked_name(self) -> str:
        """As lists show it: the surname, and a star for each further character."""
        return self.full_name[:1] + "*" * (len(self.full_name) - 1)

    @property
    def public_id(self) -> uuid.UUID:
        """The number by which the roster is addressed."""
        number: uuid.UUID = self.registration.public_id
        return number
