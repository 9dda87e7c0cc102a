"""导出列表: the rows one manages, masked as the list masks them, for a written reason; each time written down."""

import csv
import io
import re
from urllib.parse import quote

import openpyxl
import pytest
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Feedback
from stations.models import Stay
from tests import people
from tests.core.test_admin_scope import REGISTERED, address, signed_in
from tests.corpus import SHARP
from tests.districts import district
from tests.hazarding import SEALED as OF_HAZARDS
from tests.hoping import OF_GUARDS, SEALED
from tests.houses import book, soon
from tests.matching import SEALED as OF_MATCHMAKING
from zibo_youth.accounts import policy, services
from zibo_youth.accounts.errors import ReasonMissing
from zibo_youth.accounts.models import AuditEvent, ExportRecord, Person
from zibo_youth.accounts.scoped_admin import exporting
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.exports import xlsx

pytestmark = pytest.mark.django_db
STAYS = "admin:stations_stay_changelist"
WHY = "核对六月床位"


@pytest.fixture
def here():
    return district("zhangdian")


@pytest.fixture
def there():
    return district("huantai")


def asked(form="csv", **more):
    return {"action": f"export_{form}", "index": "0"} | more


def answered(form="csv", reason=WHY, **more):
    return {"action": f"export_{form}", "answered": "yes", "reason": reason} | more


def export(user, model, form="csv", query="", **more):
    return exported(signed_in(user), model, form, query, **more)


def exported(client, model, form="csv", query="", **more):
    """By somebody who has logged in: to do so again for each list takes as long as the list."""
    return client.post(address(model, "changelist") + query, answered(form, **more))


def lines(answer):
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment"), answer.content.decode()
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))


def written_down():
    return list(ExportRecord.objects.exclude(reason="核对"))  # the row that each district begins with


def column(table, heading):
    place = table[0].index(heading)
    return [row[place] for row in table[1:]]


# --- what one gets ------------------------------------------------------------------------


def test_the_list_asks_first_and_gives_then(here):
    client = signed_in(here.officer)
    page = client.post(reverse(STAYS), asked())

    assert page.status_code == 200
    assert "全部 1 条记录" in page.content.decode()
    assert written_down() == []

    table = lines(client.post(reverse(STAYS), answered()))
    assert column(table, "受理编号") == [here.stay.reference]
    assert column(table, "来淄事由") == ["求职招聘"]
    assert column(table, "入住日期") == [here.stay.arrival.isoformat()]


def test_without_a_reason_nothing_leaves(here):
    page = signed_in(here.officer).post(reverse(STAYS), answered(reason="  "))

    assert page.status_code == 200
    assert "Content-Disposition" not in page.headers
    assert page.context["form"].errors["reason"]
    assert written_down() == []


def test_everybody_gets_the_rows_of_the_own_reach_and_no_other(here, there):
    references = {
        "officer": [here.stay.reference],
        "operator": [here.stay.reference],
        "city": sorted([here.stay.reference, there.stay.reference]),
    }
    for user, name in [
        (here.officer, "officer"),
        (here.operator, "operator"),
        (people.city_staff(), "city"),
    ]:
        assert sorted(column(lines(export(user, Stay)), "受理编号")) == references[name]


def test_a_ticked_row_of_another_district_is_not_given(here, there):
    table = lines(export(here.officer, Stay, _selected_action=[here.stay.pk, there.stay.pk]))
    assert column(table, "受理编号") == [here.stay.reference]
    across = lines(export(here.officer, Stay, _selected_action=there.stay.pk, select_across="1"))
    assert column(across, "受理编号") == [here.stay.reference]


def test_ticked_rows_and_filters_are_kept_to(here):
    other = book(people.applicant("王一"), here.station, soon(9))
    services_of = {row.pk: row.reference for row in (here.stay, other)}

    page = signed_in(here.officer).post(reverse(STAYS), asked(_selected_action=other.pk))
    assert f'name="_selected_action" value="{other.pk}"' in page.content.decode()
    assert "您勾选的 1 条" in page.content.decode()

    ticked = lines(export(here.officer, Stay, _selected_action=other.pk))
    assert column(ticked, "受理编号") == [services_of[other.pk]]
    filtered = lines(export(here.officer, Stay, query="?state__exact=approved"))
    assert filtered[1:] == []
    found = lines(export(here.officer, Stay, query=f"?q={other.reference}"))
    assert column(found, "受理编号") == [services_of[other.pk]]


def test_an_xlsx_has_the_lists_columns_with_their_types(here):
    content = b"".join(export(here.officer, Stay, "xlsx").streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    headings = [cell.value for cell in sheet[1]]
    assert sheet.title == "入住单"
    assert sheet.cell(2, headings.index("入住日期") + 1).is_date
    assert sheet.cell(2, headings.index("受理编号") + 1).value == here.stay.reference


def test_a_guests_own_words_are_never_run(here):
    person = here.guest.person
    Person.objects.filter(pk=person.pk).update(full_name="=HYPERLINK(1)")
    table = lines(export(people.city_staff(), Person))
    assert "'=HYPERLINK(1)" in column(table, "姓名")


# --- what nobody gets ---------------------------------------------------------------------

DOCUMENT = re.compile(r"\d{17}[\dXx]|\*{4} \d{3}[\dXx]")
# Eleven digits of their own: a digest in hexadecimal may hold eleven digits in a row by chance.
MOBILE = re.compile(r"(?:\+86|(?<![0-9a-f]))1\d{10}(?![0-9a-f])")


def everything_exported(user):
    """Every list that this user may open, as one text each."""
    client = signed_in(user)
    for model in REGISTERED:
        answer = exported(client, model)
        if answer.status_code == 200:
            yield model, "\n".join(",".join(row) for row in lines(answer))


def test_no_list_gives_a_document_or_a_whole_mobile_number(here):
    for user in (people.city_staff(), people.administrator(), here.officer):
        found = list(everything_exported(user))
        assert len(found) >= 10
        for model, text in found:
            assert not DOCUMENT.search(text), model
            assert not MOBILE.search(text), (model, MOBILE.search(text))


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("陈一帆,13900005678,张店", True),
        ("+8613900005678", True),
        ("code:13900005678", True),
        ("identity:b176891021332207d82c9ade3086482d", False),
    ],
)
def test_a_mobile_number_is_told_from_a_digest(text, is_found):
    assert bool(MOBILE.search(text)) is is_found


@pytest.mark.control
def test_the_control_a_list_would_give_the_end_of_a_document(here, monkeypatch):
    monkeypatch.setattr(exporting, "NEVER", frozenset())
    texts = dict(everything_exported(people.city_staff()))
    assert DOCUMENT.search(texts[Person])


def test_no_list_asks_for_a_column_that_is_kept_safe():
    safe = {"mobile", "contact_mobile", "emergency_mobile", "emergency_contact", "address_hash", "email"}
    safe |= {"check_in_code", "password", "digest", "key", "fingerprint", "file", *exporting.NEVER}
    for model, page in admin.site._registry.items():
        assert not safe & {name.rpartition("__")[2] for name in page.export_fields}, model


# --- every list ---------------------------------------------------------------------------


def test_every_list_can_be_exported_by_whoever_opens_it(here):
    staff = [signed_in(user) for user in (here.officer, people.city_staff(), people.administrator())]
    for model in REGISTERED:
        opened = [client for client in staff if client.get(address(model, "changelist")).status_code == 200]
        assert bool(opened) == (model not in (*SEALED, *OF_GUARDS, *OF_MATCHMAKING, *OF_HAZARDS, Feedback)), (
            model
        )
        for client in opened:
            assert len(lines(exported(client, model))) >= 1, model


def test_no_list_asks_more_for_more_rows(here, there):
    """Each list, with its first row and with its first three, as an administrator or the city's staff reads it."""
    book(people.applicant("王一"), here.station, soon(9))
    for user in (people.city_staff(), people.administrator()):
        request = RequestFactory().get("/")
        request.user = user
        for model, page in admin.site._registry.items():
            if not page.has_view_permission(request):
                continue
            rows = page.get_changelist_instance(request).get_queryset(request)
            asked_for = [queries(page, request, rows.filter(pk__in=some)) for some in samples(rows)]
            assert len(set(asked_for)) <= 1, (model, asked_for)


def samples(rows):
    keys = list(rows.values_list("pk", flat=True)[:3])
    return [keys[:1], keys] if len(keys) == 3 else []


def queries(page, request, rows):
    with CaptureQueriesContext(connection) as asked_for:
        list(page._read(request, rows))
    return len(asked_for)


# --- who, and what is written down ----------------------------------------------------------


def test_an_export_is_written_down(here):
    export(here.officer, Stay, "xlsx", query="?state__exact=submitted&q=王&o=1")

    [record] = written_down()
    assert (record.by, record.table, record.format, record.rows) == (
        here.officer,
        "stations.stay",
        "xlsx",
        0,
    )
    assert record.reason == WHY
    assert record.conditions == "state__exact=submitted"  # the words of a search may name somebody
    assert record.at is not None


def test_the_record_is_kept_for_good(here):
    export(here.officer, Stay)
    [record] = written_down()
    assert [event.pgh_label for event in AuditEvent.objects.tracks(record)] == ["insert"]


def test_only_an_administrator_reads_the_records(here):
    export(here.officer, Stay)
    page = address(ExportRecord, "changelist")
    assert WHY in signed_in(people.administrator()).get(page).content.decode()
    for user in (here.officer, here.operator, people.city_staff()):
        assert signed_in(user).get(page).status_code == 403


def test_a_record_that_cannot_be_written_keeps_the_file_in_the_house(here, monkeypatch):
    def refused(**_told):
        raise NotAllowed

    monkeypatch.setattr(exporting, "record_export", refused)
    page = export(here.officer, Stay)
    assert "Content-Disposition" not in page.headers
    assert page.context["form"].errors


def test_nobody_without_an_office_exports(here):
    with pytest.raises(NotAllowed):
        services.record_export(actor=here.guest, table="stations.stay", format_name="csv", rows=1, reason=WHY)
    assert not policy.may(here.guest, "accounts.export_list")


def test_the_service_asks_for_a_reason_itself(here):
    with pytest.raises(ReasonMissing):
        services.record_export(
            actor=here.officer, table="stations.stay", format_name="csv", rows=1, reason=" "
        )


def test_the_actions_are_offered_at_the_list_and_not_among_the_moves_of_a_stay(here):
    client = signed_in(here.officer)
    assert "导出 XLSX" in client.get(reverse(STAYS)).content.decode()
    page = client.get(reverse("admin:stations_stay_change", args=[here.stay.pk])).content.decode()
    assert [offered for offered in ("导出 XLSX", "导出 CSV") if offered in page] == []
    assert "通过" in page


# --- bad input --------------------------------------------------------------------------------


def test_too_many_rows_for_a_sheet_are_told_beside_the_form(here, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 1)
    page = export(here.officer, Stay, "xlsx")
    assert page.status_code == 200
    assert "改用 CSV" in page.content.decode()
    assert written_down() == []


def test_no_answer_breaks_the_page(here):
    client = signed_in(here.officer)
    for text in SHARP:
        body = "&".join(
            f"{name}={quote(text.encode('utf-8', 'surrogatepass'))}"
            for name in ("reason", "_selected_action", "select_across", "index")
        )
        answer = client.post(
            reverse(STAYS),
            f"action=export_csv&answered=yes&{body}",
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code < 500, text
