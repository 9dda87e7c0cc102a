"""捐赠: no more is given out than came in, for what the donor gave it, with two keys (welfare.md §5.2, §9.7)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.utils import InternalError

from hope_rooms.funding import funding_of
from hope_rooms.gift_errors import (
    AllocationUsedUp,
    AmountMissing,
    ApprovedByAnother,
    ChangeMoved,
    ChangeStands,
    ConsentPaperMissing,
    GiftMoved,
    GiftUsedUp,
    PaidInTheFuture,
    PurposeIncomplete,
    PurposeLocked,
    ReceiptMissing,
    RoomTakesNoMoney,
    VoucherMissing,
)
from hope_rooms.models import Allocation, Gift, HopeRoom, Spending
from hope_rooms.services import allocations, gifts, purposes
from hope_rooms.services.gifts import Restriction
from hope_rooms.services.moves import move_room
from tests import giving, hoping
from tests.giving import yuan
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.file_errors import FileRefused

pytestmark = pytest.mark.django_db


def allocate(city, gift, room, amount, line="furniture"):
    return allocations.allocate(actor=city.finance, gift=gift, room=room, line=line, amount=yuan(amount))


def spend(city, part, amount, voucher="记-1", on=None):
    return allocations.spend(
        actor=city.finance, allocation=part, amount=yuan(amount), on=on or today(), voucher=voucher
    )


@pytest.fixture
def room(city):
    return giving.approved(city)


@pytest.fixture
def gift(city):
    return giving.given(city.finance, city.here)


def test_a_gift_is_pledged_received_and_receipted_by_the_charity(city, gift):
    gifts.receipt_gift(actor=city.finance, gift=gift, receipt_no=" 鲁财 0001 ")

    assert (gift.state, gift.receipt_no, gift.received) == ("receipted", "鲁财 0001", yuan(15_000))
    assert [move.to_state for move in gift.transitions.all()] == ["pledged", "received", "receipted"]


def test_no_receipt_without_the_charitys_number_and_none_before_the_money(city, gift):
    with pytest.raises(ReceiptMissing):
        gifts.receipt_gift(actor=city.finance, gift=gift, receipt_no=" ")
    pledged = gifts.pledge_gift(actor=city.finance, donor=gift.donor, reporting_org=city.here, amount=yuan(1))
    with pytest.raises(GiftMoved):
        gifts.receipt_gift(actor=city.finance, gift=pledged, receipt_no="1")


def test_money_of_tomorrow_has_not_come(city, gift):
    pledged = gifts.pledge_gift(actor=city.finance, donor=gift.donor, reporting_org=city.here, amount=yuan(1))
    with pytest.raises(PaidInTheFuture):
        gifts.receive_gift(actor=city.finance, gift=pledged, amount=yuan(1), on=today() + timedelta(days=1))


@pytest.mark.parametrize("amount", ["0", "-5", "0.001", "NaN", "Infinity"])
def test_an_amount_is_some_cents(city, gift, amount):
    with pytest.raises(AmountMissing):
        gifts.pledge_gift(
            actor=city.finance, donor=gift.donor, reporting_org=city.here, amount=Decimal(amount)
        )


@pytest.mark.parametrize("office", ["officer", "town_officer", "city_staff", "lead", "deputy", "director"])
def test_only_finance_allocates(city, gift, room, office):
    with pytest.raises(NotAllowed):
        allocations.allocate(
            actor=getattr(city, office), gift=gift, room=room, line="furniture", amount=yuan(1)
        )


def test_no_more_is_allocated_than_came_in(city, gift, room):
    allocate(city, gift, room, 10_000)

    with pytest.raises(GiftUsedUp):
        allocate(city, gift, room, "5000.01")

    gift.refresh_from_db()
    assert (gift.allocated, gift.left, funding_of(room).allocated) == (
        yuan(10_000),
        yuan(5_000),
        yuan(10_000),
    )


def test_a_pledge_is_no_money(city, gift, room):
    pledged = gifts.pledge_gift(actor=city.finance, donor=gift.donor, reporting_org=city.here, amount=yuan(9))
    with pytest.raises(GiftUsedUp):
        allocate(city, pledged, room, 1)


def test_the_database_itself_refuses_more_than_came_in(gift):
    with pytest.raises(IntegrityError, match="gift_gives_no_more_than_it_received"), transaction.atomic():
        Gift.objects.filter(pk=gift.pk).update(allocated=yuan("15000.01"))


def test_a_refund_is_of_what_is_left(city, gift, room):
    allocate(city, gift, room, 10_000)

    def refund(amount, voucher="记-9"):
        return gifts.refund_gift(
            actor=city.finance, gift=gift, amount=yuan(amount), reason="捐赠方多汇", voucher=voucher
        )

    with pytest.raises(VoucherMissing):
        refund(1, voucher="")
    with pytest.raises(GiftUsedUp):
        refund("5000.01")
    refund(5_000)
    gift.refresh_from_db()
    assert gift.left == 0


def test_no_more_is_spent_than_allocated(city, gift, room):
    part = allocate(city, gift, room, 1_000)
    spend(city, part, 999)

    with pytest.raises(AllocationUsedUp):
        spend(city, part, "1.01")
    with pytest.raises(VoucherMissing):
        spend(city, part, 1, voucher=" ")
    with pytest.raises(PaidInTheFuture):
        spend(city, part, 1, on=today() + timedelta(days=1))

    part.refresh_from_db()
    assert (part.spent, part.left, part.spendings.count()) == (yuan(999), yuan(1), 1)


def test_a_payment_is_never_changed(city, gift, room):
    spend(city, allocate(city, gift, room, 1_000), 1)
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        Spending.objects.update(voucher="另一张")


def test_gaoqings_money_does_not_go_to_boshan_until_the_donor_agrees_and_both_lines_show_it(city, room):
    """welfare.md §9.7, with our two districts."""
    gift = giving.given(city.finance, city.there, 50_000, Restriction("district", city.there))

    with pytest.raises(PurposeLocked) as refusal:
        allocate(city, gift, room, 10_000)
    assert f"限定用于{city.there}" in str(refusal.value)
    assert "捐赠方同意变更用途" in str(refusal.value)
    gift.refresh_from_db()
    assert gift.allocated == 0

    change = giving.change_asked(city.finance, gift, Restriction("district", city.here), "同意书 2021-7")
    with pytest.raises(PurposeLocked):
        allocate(city, gift, room, 10_000)
    purposes.agree_purpose_change(actor=city.director, change=change)

    part = allocate(city, gift, room, 10_000)
    assert part.change == gift.changes.get() == change
    assert (change.before, change.consent) == (str(city.there), "同意书 2021-7")


def test_a_gift_for_one_room_fits_that_room(city, room):
    other = giving.approved(city)
    gift = giving.given(city.finance, city.here, 100, Restriction("room", room=other))

    with pytest.raises(PurposeLocked):
        allocate(city, gift, room, 1)
    assert allocate(city, gift, other, 1).change is None


def test_the_database_itself_keeps_the_purpose(city, room):
    gift = giving.given(city.finance, city.there, 100, Restriction("district", city.there))
    with pytest.raises(IntegrityError, match="allocation_keeps_the_gifts_purpose"), transaction.atomic():
        Allocation.objects.create(
            gift=gift, room=room, line="furniture", amount=yuan(1), made_by=city.finance
        )


def test_nobody_agrees_to_the_own_change(city, gift):
    def ask(consent="同意书 1", to=None, paper=None):
        to, paper = to or Restriction("district", city.here), paper or giving.paper()
        return purposes.ask_purpose_change(actor=city.finance, gift=gift, to=to, consent=consent, paper=paper)

    with pytest.raises(ConsentPaperMissing):
        ask(consent=" ")
    with pytest.raises(FileRefused):
        ask(paper=SimpleUploadedFile("同意书.pdf", b"no paper", "application/pdf"))
    with pytest.raises(PurposeIncomplete):
        ask(to=Restriction("district"))
    change = ask()
    with pytest.raises(ChangeStands):
        ask()
    with pytest.raises(ApprovedByAnother):
        purposes.agree_purpose_change(actor=city.finance, change=change)
    purposes.refuse_purpose_change(actor=giving.another_finance(), change=change)
    with pytest.raises(ChangeMoved):
        purposes.agree_purpose_change(actor=city.director, change=change)
    gift.refresh_from_db()
    assert gift.purpose == "any"


def test_a_case_that_is_not_approved_takes_no_money(city, gift):
    with pytest.raises(RoomTakesNoMoney):
        allocate(city, gift, hoping.screened(city), 1)


def test_a_cancelled_room_gives_its_unspent_money_back_under_the_donors_purpose(city, room):
    gift = giving.given(city.finance, city.here, 5_000, Restriction("district", city.here))
    part = allocate(city, gift, room, 5_000)
    spend(city, part, 1_200)

    with transaction.atomic():
        move_room(city.city_staff, room, HopeRoom.State.CANCELLED, reason="moved")

    gift.refresh_from_db()
    part.refresh_from_db()
    assert (gift.allocated, gift.left, gift.purpose) == (yuan(1_200), yuan(3_800), "district")
    assert (part.returned, part.left) == (yuan(3_800), 0)
    with pytest.raises(RoomTakesNoMoney):
        allocate(city, gift, room, 1)


def test_a_district_sees_what_its_rooms_have_and_not_by_whom(city, gift, room):
    allocate(city, gift, room, 1)
    assert Allocation.objects.visible_to(city.officer).count() == 1
    assert not Allocation.objects.visible_to(city.foreign_officer).exists()
    assert not Gift.objects.visible_to(city.officer).exists()
    assert Gift.objects.visible_to(city.city_staff).count() == 1
