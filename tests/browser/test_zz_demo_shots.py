from pathlib import Path

import pytest

from loans import demo
from loans.models import *
from tests.browser.survey import Surveyor
from tests.browser.test_room_walk import SHOTS
from zibo_youth.accounts.demo.accounts import accounts_of
from zibo_youth.accounts.demo.log_ins import log_in
from zibo_youth.accounts.models import Membership, User
from zibo_youth.core.calendar import now

pytestmark = pytest.mark.browser


def test_shots(visit, city):
    for a in (*accounts_of("stations"), *accounts_of("hope_rooms")):
        if a.role in ("city_staff", "district_officer", "finance_officer"):
            log_in(a, now())
    demo.load(print)
    acc = {a.key: a for a in accounts_of("loans")}
    founder = User.objects.get(mobile=acc["founder"].mobile)
    banker = User.objects.get(mobile=acc["banker"].mobile)
    staff = Membership.objects.filter(role="city_staff").order_by("pk")[0].person.users.get()
    fin = Membership.objects.filter(role="finance_officer").order_by("pk")[0].person.users.get()
    loan = Loan.objects.get(contact=founder.person)
    paid = loan.claims.filter(state="paid").first()
    calc = loan.claims.filter(state="firm_confirmed").first()
    prog = CreditLine.objects.of_programmes()[0]
    pages = [
        (founder, "application", ("loan_application", loan.application.reference)),
        (founder, "contract", ("loan_contract", loan.pk)),
        (founder, "claim", ("loan_claim", paid.pk)),
        (banker, "claims-bank", ("loan_claims",)),
        (staff, "claims-city", ("loan_claims",)),
        (fin, "claims-fin", ("loan_claims",)),
        (staff, "line", ("loan_line", prog.pk)),
        (staff, "lines", ("loan_lines",)),
        (staff, "overview", ("loan_overview",)),
        (staff, "rows-bu02", ("loan_overview_rows", "bu02-1")),
        (staff, "rows-bu01", ("loan_overview_rows", "bu01")),
        (staff, "equity", ("loan_equity",)),
        (staff, "preapproved", ("loan_pre_approved",)),
        (founder, "home", ("loans",)),
        (staff, "queue", ("loan_desk",)),
    ]
    for lang in ("zh-hans", "en"):
        for phone in (True, False):
            for user, name, where in pages:
                v = visit(user=user, language=lang, phone=phone)
                v.go(*where, **({"prepay": "50000"} if name == "contract" else {}))
                v.shot(f"{name}-{lang}-{390 if phone else 1280}", Path(SHOTS))
                f, _ = Surveyor(lang).look(v.page)
                if f:
                    print("FIND", name, lang, phone, f)
                wide = v.page.evaluate(
                    "[...document.querySelectorAll('.table-region')].map(r=>[r.scrollWidth,r.clientWidth])"
                )
                if any(a > b + 1 for a, b in wide):
                    print("WIDE", name, lang, phone, wide)
                v.context.close()
