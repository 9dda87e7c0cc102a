"""服务证明: on final hours only, by whoever recorded them; whoever checks sees whether it stands, and nothing else."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import hours as ours
from tests import people, volunteering
from tests.hours import WEEK
from tests.people import signed_in
from volunteers import verification
from volunteers.certificate_paper import write_certificate
from volunteers.errors import ReasonMissing
from volunteers.hour_errors import (
    CertificateAsked,
    CertificateMoved,
    CertificateNotIssued,
    NothingToCertify,
    PeriodWrong,
)
from volunteers.models import Certificate, CertificateLine
from volunteers.services import certificates, corrections, hours
from zibo_youth.accounts.services.erasing import erase
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def one():
    return volunteering.volunteer(people.applicant(name="王小明"))


@pytest.fixture
def served(post, one):
    return ours.entry(post, one, state="final")


def issue(paper, post, **told):
    return certificates.issue_certificate(
        actor=ours.leader_of(post), certificate=paper, contact_phone="0533-1234567", **told
    )


def ask(one, post, **dates):
    span = {"from_on": today() - timedelta(30), "until_on": today()} | dates
    return certificates.ask_certificate(
        actor=volunteering.user_of(one), volunteer=one, issuer=post.project.organiser, **span
    )


def text_of(paper):
    return "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(write_certificate(paper))).pages
    )


class TestIssue:
    def test_is_asked_issued_and_valid_after_seven_days_to_the_second(self, post, one, served):
        paper = issue(ask(one, post), post)

        assert paper.number.startswith(f"ZS{today():%Y%m%d}")
        assert (paper.state, paper.minutes, paper.lines.get().entry) == ("issued", 180, served)
        assert certificates.take_effect(at=paper.takes_effect_at - SECOND) == 0
        assert certificates.take_effect(at=paper.takes_effect_at) == 1

    def test_needs_final_hours_of_this_organiser_in_this_time(self, post, one):
        ours.entry(post, one, state="noticed")
        with pytest.raises(NothingToCertify):
            ask(one, post)
        with pytest.raises(PeriodWrong):
            ask(one, post, until_on=today() + timedelta(1))
        with pytest.raises(PeriodWrong):
            ask(one, post, from_on=today(), until_on=today() - timedelta(1))

    def test_the_database_takes_no_line_that_is_not_final_or_not_its_own(self, post, one, served):
        paper = ask(one, post)
        other = ours.entry(volunteering.post(), volunteering.volunteer(), state="final", day_ago=2)
        early = ours.entry(post, one, state="confirmed", day_ago=3)
        for wrong in (other, early):
            with pytest.raises(IntegrityError, match="no final entry"), transaction.atomic():
                CertificateLine.objects.create(certificate=paper, entry=wrong, minutes=wrong.minutes)
        assert CertificateLine.objects.create(certificate=paper, entry=served, minutes=180).pk

    def test_is_asked_once_at_a_time_and_never_issued_to_oneself(self, post):
        leader = ours.leader_of(post)
        one = volunteering.volunteer(leader)
        ours.entry(post, one, state="final")
        paper = ask(one, post)
        with pytest.raises(CertificateAsked):
            ask(one, post)
        with pytest.raises(NotAllowed):
            certificates.issue_certificate(actor=leader, certificate=paper, contact_phone="1")
        with pytest.raises(NotAllowed):
            certificates.issue_certificate(
                actor=people.leader(volunteering.organisation()), certificate=paper, contact_phone="1"
            )
        assert issue(paper, post).state == "issued"
        with pytest.raises(CertificateMoved):
            issue(paper, post)

    def test_a_refusal_says_why(self, post, one, served):
        paper = ask(one, post)
        with pytest.raises(ReasonMissing):
            certificates.refuse_certificate(actor=ours.leader_of(post), certificate=paper, reason=" ")
        certificates.refuse_certificate(actor=ours.leader_of(post), certificate=paper, reason="请分年度申请")
        assert verification.by_number(paper.number, one.person.id_last4) is None


class TestEnd:
    def test_the_same_hours_again_supersede_the_first(self, post, one, served):
        first = issue(ask(one, post), post)
        second = issue(ask(one, post), post)
        first.refresh_from_db()
        assert (first.state, second.supersedes, second.state) == ("superseded", first, "issued")

    def test_an_entry_that_is_taken_back_revokes_in_sight_of_whoever_checks(self, post, one, served):
        paper = issue(ask(one, post), post)
        certificates.take_effect(at=now() + WEEK)
        code = verification.code_of(paper)
        assert verification.by_code(code).state == "valid"

        corrections.correct_hours(actor=people.officer("zhangdian"), entry=served, reason="误记")

        assert verification.by_code(code).state == "revoked"
        assert "本证明已撤销" in text_of(Certificate.objects.get(pk=paper.pk))

    def test_revoking_says_why(self, post, one, served):
        paper = issue(ask(one, post), post)
        with pytest.raises(ReasonMissing):
            certificates.revoke_certificate(actor=ours.leader_of(post), certificate=paper, reason="")
        certificates.revoke_certificate(actor=ours.leader_of(post), certificate=paper, reason="误出")
        assert verification.by_code(verification.code_of(paper)).state == "revoked"

    def test_a_closed_account_leaves_a_paper_without_a_name(self, post, one, served):
        paper = issue(ask(one, post), post)
        asked = ask(one, post)
        erase(one.person)
        asked.refresh_from_db()
        assert asked.state == "refused"
        verdict = verification.by_code(verification.code_of(paper))
        assert (verdict.state, verdict.name) == ("revoked", "（已注销）")


class TestVerifyPage:
    def test_tells_a_masked_name_hours_issuer_and_state_and_nothing_else(self, client, post, one, served):
        paper = issue(ask(one, post), post, remark="内部备注")
        person = one.person
        page = client.get(reverse("volunteer_certificate_code", args=[verification.code_of(paper)]))
        told = page.content.decode()

        assert all(word in told for word in (paper.number, person.masked_name, "3 小时", "公示中"))
        assert post.project.organiser.name in told
        for secret in (
            *(person.full_name, person.id_last4, person.mobile, one.volunteer_no),
            *("内部备注", post.project.title, paper.contact_phone),
        ):
            assert secret not in told, secret

    def test_what_is_unknown_looks_the_same_whatever_it_is(self, client, post, one, served):
        paper = ask(one, post)
        address = reverse("volunteer_certificate_verify")
        answers = set()
        for number, last4 in [(paper.number, one.person.id_last4), ("ZS2026010199999", "0000")]:
            told = client.post(address, {"number": number, "last4": last4}).content.decode()
            assert "没有查到" in told
            answers.add(told.replace(number, "").replace(f'value="{last4}"', ""))
        issue(paper, post)
        assert "没有查到" in client.post(address, {"number": paper.number, "last4": "9x9x"}).content.decode()
        right = {"number": paper.number.lower(), "last4": one.person.id_last4.lower()}
        assert one.person.masked_name in client.post(address, right).content.decode()

    def test_guessing_ends(self, client, post, one, served):
        cache.clear()
        paper = issue(ask(one, post), post)
        address = reverse("volunteer_certificate_verify")
        wrong = {"number": paper.number, "last4": "9x9x"}
        for _try in range(10):
            assert "没有查到" in client.post(address, wrong).content.decode()
        right = wrong | {"last4": one.person.id_last4}
        assert one.person.masked_name not in client.post(address, right).content.decode()


class TestPaper:
    def test_has_what_the_order_asks_for(self, post, one, served):
        paper = issue(ask(one, post), post, remark="用于评优", handler="张三")
        told = text_of(paper)

        for word in (
            *("志愿服务记录证明", paper.number, "王小明", one.volunteer_no, one.person.id_last4),
            *("张三", "0533-1234567", "用于评优", "盖章处", "公示中", "特此证明"),
        ):
            assert word in told, word
        assert one.person.id_number not in told

    def test_long_names_wrap_and_many_lines_break_pages(self, post, one):
        post.project.title, post.name = "长" * 60, "岗" * 40
        post.project.save()
        post.save()
        for day in range(1, 29):
            ours.entry(post, one, day_ago=day, state="confirmed")
        hours.start_notice(at=now())
        hours.finalise(at=now() + WEEK)
        paper = issue(ask(one, post), post)
        reader = pypdf.PdfReader(io.BytesIO(write_certificate(paper)))

        assert len(reader.pages) > 1
        whole = "".join(page.extract_text() for page in reader.pages)
        assert whole.count("长") == 28 * 60
        assert "84" in whole

    def test_what_is_not_issued_has_no_paper(self, post, one, served):
        with pytest.raises(CertificateNotIssued):
            write_certificate(ask(one, post))

    def test_is_for_the_volunteer_and_the_issuer(self, post, one, served):
        paper = issue(ask(one, post), post)
        address = reverse("volunteer_certificate_paper", args=[paper.number])
        for user, status in [
            (volunteering.user_of(one), 200),
            (ours.leader_of(post), 200),
            (people.officer("zhangdian"), 200),
            (people.officer("huantai"), 404),
            (people.leader(volunteering.organisation()), 404),
            (people.applicant(), 404),
        ]:
            assert signed_in(user).get(address).status_code == status


def test_a_walk_through_the_pages(post, one, served):
    own, leader = signed_in(volunteering.user_of(one)), signed_in(ours.leader_of(post))
    own.get(reverse("volunteer_hours"))
    told = {"issuer": post.project.organiser_id, "from_on": today() - timedelta(9), "until_on": today()}
    assert own.post(reverse("volunteer_certificate_ask"), told).status_code == 302
    paper = Certificate.objects.get()
    desk = reverse("volunteer_certificate", args=[paper.number])
    assert paper.number in leader.get(reverse("volunteer_certificate_desk")).content.decode()
    assert leader.post(desk, {"act": "issue", "contact_phone": "0533-1"}).status_code == 302
    assert paper.number in own.get(reverse("volunteer_certificates")).content.decode()
    assert leader.post(desk, {"act": "revoke", "reason": "误出"}).status_code == 302
    paper.refresh_from_db()
    assert paper.state == "revoked"
