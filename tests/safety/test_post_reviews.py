"""Model posts: district and city review, and what an accident does; each rule with the wall behind it."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from safety import post_errors as errors
from safety.models import (
    EnterpriseAccident,
    PostQuota,
    PostRound,
    PostSheet,
    SafetyPost,
)
from safety.post_keeping_errors import AccidentInFuture, AccidentVoided
from safety.services.posts import (
    choosing,
    keeping_names,
    noticing,
    reviewing,
    rounds,
)
from tests import guarding, people, posting
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
P, R, S = SafetyPost.State, PostRound.State, PostSheet.State
DAY = timedelta(days=1)


def kinds(user):
    rows = Notice.objects.filter(to=user.person).order_by("pk").values_list("kind", flat=True)
    return [kind.removeprefix("safety.") for kind in rows]


def noon(day):
    return standing_at(at(day, time(12)))


def state_of(row):
    return type(row).objects.get(pk=row.pk).state


# --- district and city ---------------------------------------------------------------------------


def test_another_district_neither_takes_up_nor_recommends():
    post = posting.signed(posting.year())
    with pytest.raises(NotAllowed):
        reviewing.take_up(actor=posting.district_officer("linzi"), post=post)
    with pytest.raises(NotAllowed):
        reviewing.take_up(actor=posting.unit(post.enterprise), post=post)


def test_a_district_recommends_within_its_quota_and_a_place_that_falls_free_is_given_again():
    of = posting.year(quotas={"zhangdian": 1, "linzi": 1})
    one, two = posting.recommended(of), posting.taken_up(of)
    with pytest.raises(errors.QuotaUsedUp):
        posting.recommend(two)
    assert posting.recommended(of, district="linzi").state == P.CITY_SCREENING
    reviewing.decline_post(actor=posting.city(), post=one, words="材料不实。")
    assert posting.recommend(two).state == P.CITY_SCREENING
    assert PostQuota.objects.get(round=of, district__code="zhangdian").taken == 1


def test_a_district_without_a_quota_recommends_nobody():
    post = posting.taken_up(posting.year(quotas={"zhangdian": 5}), district="boshan")
    with pytest.raises(errors.QuotaUsedUp):
        posting.recommend(post)


def test_a_quota_is_never_set_below_what_was_recommended():
    of = posting.year()
    posting.recommended(of)
    home = Organisation.objects.get(code="zhangdian")
    with pytest.raises(errors.QuotaBelowTaken):
        rounds.set_quota(actor=posting.city(), round=of, district=home, places=0)


def test_whoever_signed_for_the_unit_decides_nothing_under_another_office():
    of = posting.year()
    post = posting.signed(of)
    two_hats = posting.unit(post.enterprise)
    home = Organisation.objects.get(code="zhangdian")
    two_hats.person.memberships.create(organisation=home, role="district_officer", from_on=people.LONG_AGO)
    from zibo_youth.accounts.models import User

    with pytest.raises(errors.PostOwnReview):
        reviewing.take_up(actor=User.objects.get(pk=two_hats.pk), post=post)


def test_words_are_owed_to_whom_they_concern():
    post = posting.taken_up(posting.year())
    by = posting.district_officer()
    for act in (reviewing.return_post, reviewing.decline_post):
        with pytest.raises(errors.PostReasonMissing):
            act(actor=by, post=post, words="  ")
    with pytest.raises(errors.PostReasonMissing):
        reviewing.recommend(actor=by, post=post, opinion="")


# --- accidents -----------------------------------------------------------------------------------


def accident(enterprise, days_ago=30, grade="serious"):
    return keeping_names.record_accident(
        actor=posting.city(),
        enterprise=enterprise,
        happened_on=today() - timedelta(days=days_ago),
        grade=grade,
        source="应急管理部门通报",
    )


def test_a_serious_accident_keeps_a_team_out_and_a_light_one_or_one_of_long_ago_does_not():
    of = posting.year()
    free, barred = posting.written(of), posting.written(of)
    accident(free.enterprise, grade="light")
    accident(free.enterprise, days_ago=800)
    assert posting.sign(free).state == P.UNIT_SIGNED
    accident(barred.enterprise)
    with pytest.raises(errors.SeriousAccident, match="2 年内不能申报"):
        posting.sign(barred)


def test_an_accident_excludes_what_is_applied_for_and_frees_its_place():
    of = posting.year(quotas={"zhangdian": 1})
    post = posting.recommended(of)
    accident(post.enterprise)
    out = posting.refreshed(post)
    assert (out.state, out.exclusion) == (P.EXCLUDED, "accident")
    assert kinds(posting.unit(post.enterprise)) == ["post_excluded"]
    assert PostQuota.objects.get(round=of).taken == 0


def test_a_team_with_an_accident_is_excluded_whatever_its_points():
    of, posts = posting.scoring(3)
    posting.all_judged(posts)
    made = EnterpriseAccident(
        enterprise=posts[0].enterprise,
        happened_on=today(),
        grade="fatal",
        source="补录",
        recorded_by=posting.city(),
    )
    made.save()  # past the service: nobody was told
    choosing.make_shortlist(actor=posting.city(), round=of)
    assert [state_of(each) for each in posts] == [P.EXCLUDED, P.SHORTLISTED, P.SHORTLISTED]


def test_the_database_itself_lets_no_team_with_an_accident_further():
    _of, posts = posting.shortlisted(2)
    EnterpriseAccident.objects.create(
        enterprise=posts[0].enterprise,
        happened_on=today(),
        grade="fatal",
        source="补录",
        recorded_by=posting.city(),
    )
    days = {"notice_from": today(), "notice_until": today() + 7 * DAY}
    with pytest.raises(IntegrityError, match="post_without_a_serious_accident"), transaction.atomic():
        SafetyPost.objects.filter(pk=posts[0].pk).update(state=P.PUBLIC_NOTICE, **days)
    with pytest.raises(errors.PostAccidentNow):
        noticing.open_notice(actor=posting.city(), round=posts[0].round)


def test_one_that_was_recorded_by_mistake_is_voided_with_a_reason_and_never_changed():
    enterprise = guarding.enterprise()
    made = accident(enterprise)
    with pytest.raises(InternalError), transaction.atomic():
        EnterpriseAccident.objects.update(grade="light")
    with pytest.raises(errors.PostReasonMissing):
        keeping_names.void_accident(actor=posting.city(), accident=made, reason="")
    keeping_names.void_accident(actor=posting.city(), accident=made, reason="重复登记")
    with pytest.raises(AccidentVoided):
        keeping_names.void_accident(actor=posting.city(), accident=made, reason="重复登记")
    assert posting.signed(posting.year(), enterprise).state == P.UNIT_SIGNED


def test_an_accident_lies_behind_us_has_a_source_and_is_never_told_by_the_enterprise():
    enterprise = guarding.enterprise()
    with pytest.raises(AccidentInFuture):
        accident(enterprise, days_ago=-1)
    with pytest.raises(NotAllowed):
        keeping_names.record_accident(
            actor=posting.unit(enterprise),
            enterprise=enterprise,
            happened_on=today(),
            grade="light",
            source="自报",
        )
