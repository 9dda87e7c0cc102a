"""复核 and withdrawal as a table: each re-check in each state of it and of its name, every event, everybody."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import InternalError, transaction

from safety import post_errors as errors
from safety.models import EnterpriseAccident, PostCheck, SafetyPost
from safety.models.posts.words import CHECK_NEXT
from safety.post_keeping_errors import AccidentVoided
from safety.services.posts import due, keeping_names, naming
from tests import posting, tabling
from tests.safety.test_post_machine import SIGNED_C, SIGNED_D, everybody
from zibo_youth.core.calendar import standing_at, today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
K, P = PostCheck.State, SafetyPost.State


def hurt(enterprise, grade="serious", by=None, ago=0):
    return keeping_names.record_accident(
        actor=by or posting.city(),
        enterprise=enterprise,
        happened_on=today() - timedelta(days=ago),
        grade=grade,
        source="应急管理部门通报",
    )


def yearly(post):
    day = post.awarded_on.replace(year=post.awarded_on.year + 1)
    due.open_checks(on=day)
    return post.checks.get(kind="yearly")


def proposed(post):
    said = {"is_kept": False, "finding": "创建活动停滞。"}
    return keeping_names.report_check(actor=posting.district_officer(), check=yearly(post), **said)


def kept(post):
    said = {"is_kept": True, "finding": "合格。"}
    return keeping_names.report_check(actor=posting.district_officer(), check=yearly(post), **said)


def revoked(post):
    said = {"is_revoked": True, "decision": "撤销。"}
    return keeping_names.decide_check(actor=posting.city(), check=proposed(post), **said)


def after_accident(post):
    hurt(post.enterprise)
    return post.checks.get(kind="accident")


def spared(post):
    said = {"is_revoked": False, "decision": "非生产事故。"}
    return keeping_names.decide_check(actor=posting.city(), check=after_accident(post), **said)


def accident_voided(post):
    made = after_accident(post)
    keeping_names.void_accident(actor=posting.city(), accident=made.accident, reason="登记错了。")
    return made


def lapsed(made):
    due.expire_posts(on=made.post.valid_until + timedelta(days=1))
    return made


# What a re-check is, with how its name stands: the columns.
CASES = {
    "open": yearly,
    "kept": kept,
    "proposed": proposed,
    "revoked": revoked,
    "accident proposed": after_accident,
    "accident voided": accident_voided,
    "accident spared": spared,
    "name over, open": lambda post: lapsed(yearly(post)),
    "name over, proposed": lambda post: lapsed(proposed(post)),
    "name over, accident": lambda post: lapsed(after_accident(post)),
}
COLUMNS = list(CASES)


def report(is_kept):
    return lambda by, made: keeping_names.report_check(
        actor=by, check=made, is_kept=is_kept, finding="看过。"
    )


def decide(is_revoked):
    return lambda by, made: keeping_names.decide_check(
        actor=by, check=made, is_revoked=is_revoked, decision="定。"
    )


def void(by, made):
    """The accident of the check, or any other of its enterprise."""
    there = made.accident or hurt(made.post.enterprise, "light")
    keeping_names.void_accident(actor=by, accident=there, reason="登记错了。")


EVENTS = {
    "report_check: kept": report(True),
    "report_check: withdrawal": report(False),
    "decide_check: revoked": decide(True),
    "decide_check: kept": decide(False),
    "record_accident: serious": lambda by, made: hurt(made.post.enterprise, by=by),
    "record_accident: light": lambda by, made: hurt(made.post.enterprise, "light", by=by),
    "void_accident": void,
}
DISTRICT, CITY = ("district",), ("city",)
RECORDS = ("district", "city", "bureau", *SIGNED_D, *SIGNED_C)
M, OWN, VOID = errors.CheckMoved, errors.PostOwnReview, AccidentVoided
# The check, the name, and how many proposals wait after the event.
NAMED, GONE, OVER = P.AWARDED, P.REVOKED, P.EXPIRED
OPEN, KEPT = (K.OPEN, NAMED, 0), (K.KEPT, NAMED, 0)
PROPOSED, REVOKED = (K.PROPOSED, NAMED, 1), (K.REVOKED, GONE, 0)
LAPSED = (K.LAPSED, OVER, 0)


def one_more(told):
    """A serious accident proposes the name once more."""
    return (*told[:2], told[2] + 1)


NOW = (OPEN, KEPT, PROPOSED, REVOKED, PROPOSED, PROPOSED, KEPT, LAPSED, LAPSED, LAPSED)
HURT = tuple(one_more(told) if told[1] == NAMED else told for told in NOW)
TABLE = {
    #                           open      kept  proposed  revoked  accident: proposed, voided, spared  name over
    "report_check: kept": [
        (DISTRICT,             (KEPT,     M,    M,        M,       M,        M,        M,              M, M, M)),
        (SIGNED_D,             (OWN,) * 10),
    ],
    "report_check: withdrawal": [
        (DISTRICT,             (PROPOSED, M,    M,        M,       M,        M,        M,              M, M, M)),
        (SIGNED_D,             (OWN,) * 10),
    ],
    # An accident that was recorded by mistake withdraws nothing: the city leaves the name.
    "decide_check: revoked": [
        (CITY,                 (M,        M,    REVOKED,  M,       REVOKED,  VOID,     M,              M, M, M)),
        (SIGNED_C,             (OWN,) * 10),
    ],
    "decide_check: kept": [
        (CITY,                 (M,        M,    KEPT,     M,       KEPT,     KEPT,     M,              M, M, M)),
        (SIGNED_C,             (OWN,) * 10),
    ],
    "record_accident: serious": (RECORDS, HURT),
    "record_accident: light":   (RECORDS, NOW),
    "void_accident":            (RECORDS, (*NOW[:5], VOID, *NOW[6:])),
}  # fmt: skip


def told(made):
    return made.state, made.post.state, made.post.checks.filter(state=K.PROPOSED).count()


def found_wrong(case):
    of, (post,) = posting.awarded(1)
    with standing_at(posting.refreshed(post).transitions.latest("pk").at):
        pass
    made = CASES[case](post)
    fresh = partial(PostCheck.objects.select_related("post__enterprise", "accident").get, pk=made.pk)
    assert of.state == "awarded"
    return tabling.disagreements(TABLE, EVENTS, COLUMNS.index(case), everybody(post), fresh, told)


@pytest.mark.parametrize("case", COLUMNS)
def test_a_name_is_checked_and_withdrawn_as_the_table_says(case):
    assert found_wrong(case) == {}
