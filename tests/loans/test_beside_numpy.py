"""2,000 random loans beside numpy-financial: the payment and each row's interest to half a cent."""

import random
from datetime import date
from decimal import Decimal

import numpy
import numpy_financial

from loans.due_dates import Calendar
from loans.schedule import Terms, schedule

HALF_A_CENT = 0.005 + 1e-7


def random_terms(dice):
    amount = Decimal(dice.randint(10_000_00, 3_000_000_00)) / 100
    rate = Decimal(dice.randint(1, 1500)) / 10_000
    return Terms(amount, rate, Calendar(date(2021, 1, 1), dice.randint(2, 60)))


def test_two_thousand_random_schedules():
    dice = random.Random(20210604)
    for _turn in range(2000):
        terms = random_terms(dice)
        rows = schedule(terms)
        rate, count = float(terms.rate) / 12, len(rows)
        payment = -numpy_financial.pmt(rate, count, float(terms.amount))
        assert all(abs(float(row.payment) - payment) <= HALF_A_CENT for row in rows[:-1]), terms
        left = [float(row.opening) for row in rows]
        interests = -numpy_financial.ipmt(rate, 1, numpy.arange(count, 0, -1), left)
        assert numpy.allclose([float(row.interest) for row in rows], interests, rtol=0, atol=HALF_A_CENT), (
            terms
        )
        assert sum(row.principal for row in rows) == terms.amount
        # Rounding of each row adds up in the last payment; 2,000 cases kept it below half a yuan.
        assert abs(float(rows[-1].payment) - payment) <= 0.5, terms
