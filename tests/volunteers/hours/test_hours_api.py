"""/api/v1/volunteers/: one's own hours with their totals; a certificate by its code tells what its page tells."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests import hours as ours
from tests import people, volunteering
from volunteers import verification
from volunteers.services import certificates, corrections
from zibo_youth.accounts.services import create_token

pytestmark = pytest.mark.django_db
HOURS, CERTIFICATES = "/api/v1/volunteers/me/hours/", "/api/v1/volunteers/certificates/"


@pytest.fixture
def one():
    return volunteering.volunteer(people.applicant(name="王小明"))


def machine(user):
    return Client(headers={"authorization": f"Token {create_token(user, 'hours')[1]}"})


def test_own_hours_come_in_pages_with_their_state_and_what_counts(post, one):
    ours.entry(post, volunteering.volunteer(), state="final")
    served = ours.entry(post, one, state="final", day_ago=3)
    ours.entry(post, one, state="confirmed", day_ago=2)
    wrong = ours.entry(post, one, state="confirmed", day_ago=1)
    corrections.correct_hours(actor=people.officer("zhangdian"), entry=wrong, reason="误记")

    own = machine(volunteering.user_of(one))
    told = own.get(HOURS, {"page_size": 2}).json()
    rest = own.get(told["next"]).json()["results"]
    assert told["count"] == 4
    assert told["totals"]["minutes"] == 180
    assert [(year["minutes"], year["entries"]) for year in told["totals"]["years"]] == [(180, 1)]
    assert [(row["state"], row["minutes"], row["kind"]) for row in [*told["results"], *rest]] == [
        ("revoked", -180, "reversal"),
        ("revoked", 180, "credit"),
        ("confirmed", 180, "credit"),
        ("final", 180, "credit"),
    ]
    assert rest[-1]["id"] == served.pk
    assert machine(people.applicant()).get(HOURS).json()["totals"]["minutes"] == 0
    assert Client().get(HOURS).status_code == 401


def test_a_code_tells_what_its_page_tells_and_nothing_more(post, one):
    ours.entry(post, one, state="final")
    paper = ours.certificate(post, one, state="valid")
    address = f"{CERTIFICATES}{verification.code_of(paper)}/"
    assert Client().get(address).json() == {
        "number": paper.number,
        "name": one.person.masked_name,
        "hours": "3.0",
        "issuer": post.project.organiser.name,
        "state": "valid",
    }
    certificates.revoke_certificate(actor=people.officer("zhangdian"), certificate=paper, reason="有误")
    assert Client().get(address).json()["state"] == "revoked"
    asked = ours.certificate(post, one)
    unknown = Client().get(f"{CERTIFICATES}{verification.code_of(asked)}/")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")


def test_wrong_codes_are_counted_together_with_those_of_the_page(post, one):
    cache.clear()
    client = Client()
    answers = [client.get(f"{CERTIFICATES}{'x' * 10}{n}/").status_code for n in range(10)]
    pages = [client.get(f"/volunteers/certificates/{'y' * 10}{n}/").status_code for n in range(10)]
    assert (set(answers), len(pages)) == ({404}, 10)
    refused = client.get(f"{CERTIFICATES}zzzzzzzzzz/")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_often")
