"""编辑: who writes what, what the state does, and files that come and go with their rows."""

import os
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from tests import people
from tests.articles import shelf
from tests.articles.test_visibility import signed_in
from zibo_youth.accounts.errors import RecordRefused
from zibo_youth.accounts.models import Area, Organisation
from zibo_youth.articles import services
from zibo_youth.articles.models import Article, Attachment
from zibo_youth.core import uploads
from zibo_youth.core.errors import NotAllowed, StateChanged
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db


def unit(code):
    return Organisation.objects.get(code=code)


def of_district(code, by, **words):
    return shelf.draft(by=by, reporting_org=unit(code), **words)


# --- who may --------------------------------------------------------------------------------------


def acts_on(article, file):
    """Every write there is, on an article and its file."""
    return {
        "save": lambda who: services.save_article(actor=who, article=article),
        "publish": lambda who: services.publish_article(actor=who, article=article),
        "withdraw": lambda who: services.withdraw_article(actor=who, article=article),
        "attach": lambda who: shelf.attached(article, by=who),
        "rename": lambda who: services.rename_attachment(actor=who, attachment=file),
        "replace": lambda who: services.replace_file(
            actor=who, attachment=file, clean=uploads.rebuild(shelf.sheet())
        ),
        "remove": lambda who: services.remove_attachment(
            actor=who, attachment=Attachment.objects.earliest("pk")
        ),
    }


STRANGERS = {
    "anonymous": AnonymousUser,
    "applicant": people.applicant,
    "officer of another district": lambda: people.officer("huantai"),
    "operator": lambda: people.operator(unit("zhangdian")),
    "administrator": people.administrator,
}


@pytest.mark.parametrize("who", STRANGERS.values(), ids=STRANGERS)
def test_a_stranger_writes_nothing(who):
    article = of_district("zhangdian", people.officer("zhangdian"))
    file = shelf.attached(article)
    stranger = who()

    for name, act in acts_on(article, file).items():
        with pytest.raises(NotAllowed):
            act(stranger)
        assert Article.objects.get().state == "draft", name
    assert Attachment.objects.get() == file


@pytest.mark.parametrize("who", [lambda: people.officer("zhangdian"), people.city_staff], ids=["own", "city"])
def test_its_keepers_write_all_of_it(who):
    article = of_district("zhangdian", people.officer("zhangdian"))
    file = shelf.attached(article)

    for act in acts_on(article, file).values():
        act(who())

    article.refresh_from_db()
    assert article.state == "withdrawn"


def test_an_officer_neither_takes_a_city_article_nor_gives_one_away():
    officer = people.officer("huantai")
    city, own = shelf.draft(), of_district("huantai", officer)

    city.reporting_org = unit("huantai")
    with pytest.raises(NotAllowed):
        services.save_article(actor=officer, article=city)
    own.reporting_org = unit("zhangdian")
    with pytest.raises(NotAllowed):
        services.save_article(actor=officer, article=own)
    own.reporting_org = None
    with pytest.raises(NotAllowed):
        services.save_article(actor=officer, article=own)


def test_a_districts_article_is_for_that_district_whatever_is_ticked():
    article = of_district("huantai", people.officer("huantai"), areas=("370303", "370302"))

    assert [area.code for area in article.areas.all()] == ["370321"]
    assert verify()["district_article_for_another_area"] == 0

    article.areas.add(Area.objects.get(code="370303"))
    assert verify()["district_article_for_another_area"] == 1


# --- words and states ----------------------------------------------------------------------------


def test_saving_words_leaves_the_state_as_somebody_else_just_moved_it():
    article = shelf.published()
    on_the_screen = Article.objects.get(pk=article.pk)
    services.withdraw_article(actor=people.city_staff(), article=article)

    on_the_screen.title = "改过的标题"
    services.save_article(actor=people.city_staff(), article=on_the_screen)

    stored = Article.objects.get(pk=article.pk)
    assert (stored.state, stored.title) == ("withdrawn", "改过的标题")


@pytest.mark.control
def test_the_control_a_row_saved_whole_brings_a_withdrawn_article_back(monkeypatch):
    monkeypatch.setattr(services, "WORDS", (*services.WORDS, "state", "published_at"))
    article = shelf.published()
    on_the_screen = Article.objects.get(pk=article.pk)
    services.withdraw_article(actor=people.city_staff(), article=article)

    services.save_article(actor=people.city_staff(), article=on_the_screen)

    assert Article.objects.get(pk=article.pk).state == "published"


def test_a_move_is_made_once_and_the_second_hears_that_it_was():
    article = shelf.draft()
    other_screen = Article.objects.get(pk=article.pk)
    services.publish_article(actor=people.city_staff(), article=article)

    with pytest.raises(StateChanged):
        services.publish_article(actor=people.city_staff(), article=other_screen)


def test_a_draft_is_not_withdrawn_and_the_first_publication_is_remembered():
    article = shelf.draft()
    with pytest.raises(StateChanged):
        services.withdraw_article(actor=people.city_staff(), article=article)

    first = services.publish_article(actor=people.city_staff(), article=article).published_at
    services.withdraw_article(actor=people.city_staff(), article=article)
    services.publish_article(actor=people.city_staff(), article=article)
    assert article.published_at == first


@pytest.mark.parametrize(
    ("words", "constraint", "sentence"),
    [
        (
            {"valid_from": "2026-03-02", "valid_until": "2026-03-01"},
            "article_ends_after_it_begins",
            "有效期不能早于施行日期",
        ),
        ({"title_en": "Title"}, "article_english_is_whole_or_absent", "英文标题、摘要和正文须一并填写"),
        (
            {"title_en": "T", "summary_en": "S"},
            "article_english_is_whole_or_absent",
            "英文标题、摘要和正文须一并填写",
        ),
        ({"source_url": "http://example.org/"}, "article_source_is_https", "原文网址须以 https:// 开头"),
    ],
)
def test_a_rule_is_told_and_stands_in_the_database(words, constraint, sentence):
    with pytest.raises(RecordRefused) as refusal:
        shelf.draft(**words)
    assert sentence in str(refusal.value) or "url" in str(refusal.value).lower()

    article = shelf.draft()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**words)


def test_the_database_knows_no_published_article_without_its_moment():
    article = shelf.draft()
    with pytest.raises(IntegrityError, match="article_state_agrees_with_time"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(state="published")


@pytest.mark.parametrize("slug", ["Big", "有中文", "a b", "a/b", "a_b", "", "a\n"])
def test_an_address_is_made_of_small_letters_digits_and_hyphens(slug):
    with pytest.raises(RecordRefused):
        shelf.draft(slug=slug)
    assert not Article.objects.exists()


def test_a_change_of_words_changes_what_is_found_and_a_stale_index_is_seen():
    article = shelf.published(title="旧标题")
    article.title = "新说法"
    services.save_article(actor=people.city_staff(), article=article)
    assert not Article.objects.matching("旧标题").exists()
    assert Article.objects.matching("新说法").exists()
    assert verify()["article_not_found_by_its_words"] == 0

    Article.objects.filter(pk=article.pk).update(title="绕过服务")
    assert verify()["article_not_found_by_its_words"] == 1


def test_every_change_is_kept_by_the_audit():
    article = shelf.published(title="旧标题")
    article.title = "新标题"
    services.save_article(actor=people.city_staff(), article=article)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pgh_label, title, state FROM articles_articleevent WHERE pgh_obj_id = %s ORDER BY pgh_id",
            [article.pk],
        )
        assert cursor.fetchall() == [
            ("insert", "旧标题", "draft"),
            ("update", "旧标题", "published"),
            ("update", "新标题", "published"),
        ]


# --- files ----------------------------------------------------------------------------------------


def stored():
    storage = storages["private"]
    return set(storage.listdir("articles")[1]) if storage.exists("articles") else set()


def test_a_file_goes_when_its_row_fails(monkeypatch):
    def fail(**_fields):
        raise IntegrityError("the row does not come to be")

    article = shelf.draft()
    monkeypatch.setattr(Attachment.objects, "create", fail)
    with pytest.raises(IntegrityError):
        shelf.attached(article)
    assert stored() == set()


def test_a_removed_file_goes_after_the_commit_and_a_replaced_one_has_a_new_address(
    django_capture_on_commit_callbacks,
):
    file = shelf.attached(shelf.draft())
    with django_capture_on_commit_callbacks(execute=True):
        new = services.replace_file(
            actor=people.city_staff(), attachment=file, clean=uploads.rebuild(shelf.sheet(pages=2))
        )
    assert new.public_id != file.public_id
    assert stored() == {os.path.basename(new.file.name)}

    with django_capture_on_commit_callbacks(execute=True):
        services.remove_attachment(actor=people.city_staff(), attachment=new)
    assert stored() == set()


def test_a_file_cut_off_before_its_row_is_swept_and_nothing_else(settings):
    kept = shelf.attached(shelf.draft())
    storage = storages["private"]
    young, old = (storage.save(f"articles/{name}.pdf", shelf.sheet()) for name in ("young", "old"))
    hours_ago = time.time() - timedelta(hours=2).total_seconds()
    for name in (old, kept.file.name):
        os.utime(storage.path(name), (hours_ago, hours_ago))
    assert verify()["file_without_its_attachment"] == 1

    assert services.sweep_attachments() == 1

    assert stored() == {os.path.basename(young), os.path.basename(kept.file.name)}
    storage.delete(kept.file.name)
    assert verify()["attachment_without_its_file"] == 1


def test_a_file_is_given_out_as_an_attachment_of_fixed_type(client):
    file = shelf.attached(shelf.published())

    answer = client.get(file.get_absolute_url())

    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-cache"


# --- the admin ------------------------------------------------------------------------------------

ADD = "admin:articles_article_add"


def filled(**changes):
    return {
        "title": "新文章",
        "slug": "new-article",
        "section": "city",
        "summary": "一句话",
        "body": "正文",
        "position": "5",
        "attachments-TOTAL_FORMS": "0",
        "attachments-INITIAL_FORMS": "0",
    } | changes


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def test_city_staff_write_an_article_with_areas_readers_and_a_file():
    asked = filled(
        areas=[Area.objects.get(code=code).pk for code in ("370303", "370321")],
        audiences=["students"],
        **{
            "attachments-TOTAL_FORMS": "1",
            "attachments-0-title": "报名表",
            "attachments-0-position": "0",
            "attachments-0-upload": shelf.sheet(),
        },
    )
    answer = signed_in(people.city_staff()).post(reverse(ADD), asked)

    assert answer.status_code == 302, answer.context and answer.context["errors"]
    article = Article.objects.get()
    assert (article.state, article.audiences, article.areas.count()) == ("draft", ["students"], 2)
    assert article.attachments.get().content_type == "application/pdf"
    assert Article.objects.matching("新文章").exists()


def test_an_officers_article_is_the_own_districts():
    officer = signed_in(people.officer("huantai"))
    page = officer.get(reverse(ADD)).content.decode()
    assert 'name="areas"' not in page
    assert str(unit("huantai").pk) in page
    assert f'value="{unit("zhangdian").pk}"' not in page

    answer = officer.post(reverse(ADD), filled(reporting_org=unit("huantai").pk))

    assert answer.status_code == 302
    article = Article.objects.get()
    assert [area.code for area in article.areas.all()] == ["370321"]


@pytest.mark.parametrize("org", ["", "zhangdian"])
def test_an_officer_writes_for_nobody_else_by_a_forged_form(org):
    answer = signed_in(people.officer("huantai")).post(
        reverse(ADD),
        filled(reporting_org=unit(org).pk if org else "", areas=[Area.objects.get(code="370303").pk]),
    )

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["reporting_org"]
    assert not Article.objects.exists()


def test_an_officer_finds_no_page_of_another_district():
    article = of_district("zhangdian", people.officer("zhangdian"))
    stranger = signed_in(people.officer("huantai"))

    assert stranger.get(change(article)).status_code == 404
    assert stranger.post(change(article), filled(title="改了")).status_code == 404
    article.refresh_from_db()
    assert article.title != "改了"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"source_url": "http://example.org"}, "source_url"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"slug": "Big Words"}, "slug"),
        ({"section": "nothing"}, "section"),
        ({"audiences": ["nobody"]}, "audiences"),
        ({"areas": ["999999"]}, "areas"),
        ({"areas": ["x"]}, "areas"),
        ({"valid_from": "2026-02-30"}, "valid_from"),
        ({"valid_from": "2026-03-02", "valid_until": "2026-03-01"}, "__all__"),
        ({"title_en": "Half"}, "__all__"),
        ({"title": ""}, "title"),
        ({"title": "长" * 81}, "title"),
        ({"body": "长" * 20_001}, "body"),
        ({"position": "-1"}, "position"),
        ({"position": "99999999999999999999"}, "position"),
        ({"title": "a\0b"}, "title"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_stores_nothing(changes, where):
    answer = signed_in(people.city_staff()).post(reverse(ADD), filled(**changes))

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors[where]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (("x.html", b"<script>", "text/html"), "请上传 JPG、PNG 或 PDF 文件"),
        (("x.pdf", b"<script>", "application/pdf"), "文件内容与文件类型不符"),
        (("x.docx", b"PK\x03\x04", "application/zip"), "请上传 JPG、PNG 或 PDF 文件"),
        (None, "请选择要添加的文件"),
    ],
)
def test_a_bad_file_is_told_beside_its_field_and_stores_nothing(upload, sentence):
    from django.core.files.uploadedfile import SimpleUploadedFile

    rows = {
        "attachments-TOTAL_FORMS": "1",
        "attachments-0-title": "报名表",
        "attachments-0-position": "0",
    }
    if upload:
        rows["attachments-0-upload"] = SimpleUploadedFile(upload[0], upload[1], upload[2])
    answer = signed_in(people.city_staff()).post(reverse(ADD), filled(**rows))

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Article.objects.exists()
    assert stored() == set()


def test_buttons_publish_and_withdraw_and_the_history_tells(client):
    staff, article = signed_in(people.city_staff()), shelf.draft()
    page = staff.get(change(article)).content.decode()
    assert 'value="publish"' in page
    assert 'value="withdraw"' not in page
    assert reverse("admin:view_on_site", args=[_type_of(article), article.pk]) in page

    for name in ("publish", "withdraw"):
        staff.post(
            reverse("admin:articles_article_changelist"), {"action": name, "_selected_action": article.pk}
        )
    article.refresh_from_db()
    assert article.state == "withdrawn"
    history = staff.get(reverse("admin:articles_article_history", args=[article.pk])).content.decode()
    assert "publish_article" in history
    assert "withdraw_article" in history


def test_the_list_is_filtered_by_the_units_that_may_keep_articles():
    page = signed_in(people.city_staff()).get(reverse("admin:articles_article_changelist"))

    [by_unit] = [f for f in page.context["cl"].filter_specs if f.title == "维护单位"]
    offered = {key for key, _words in by_unit.lookup_choices}
    assert offered == set(Organisation.objects.reporting().values_list("pk", flat=True))


def _type_of(article):
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(article).pk


def test_an_attachment_is_renamed_replaced_and_deleted_on_the_page(django_capture_on_commit_callbacks):
    staff, article = signed_in(people.city_staff()), shelf.published()
    file = shelf.attached(article)
    rows = {
        "attachments-TOTAL_FORMS": "1",
        "attachments-INITIAL_FORMS": "1",
        "attachments-0-id": str(file.pk),
        "attachments-0-article": str(article.pk),
        "attachments-0-title": "新名称",
        "attachments-0-position": "3",
    }
    asked = filled(title=article.title, section="policy", **rows)

    assert staff.post(change(article), asked).status_code == 302
    file.refresh_from_db()
    assert (file.title, file.position) == ("新名称", 3)

    with django_capture_on_commit_callbacks(execute=True):
        assert (
            staff.post(change(article), asked | {"attachments-0-upload": shelf.sheet(pages=3)}).status_code
            == 302
        )
    new = article.attachments.get()
    assert new.public_id != file.public_id
    assert new.title == "新名称"

    with django_capture_on_commit_callbacks(execute=True):
        gone = asked | {"attachments-0-id": str(new.pk), "attachments-0-DELETE": "on"}
        assert staff.post(change(article), gone).status_code == 302
    assert not article.attachments.exists()
    assert stored() == set()
