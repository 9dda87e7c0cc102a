"""How each invariant of the articles is broken past its walls."""

from django.core.files.storage import storages

from tests.articles import shelf
from tests.stray import left_in
from zibo_youth.accounts.models import Area, Organisation
from zibo_youth.articles.models import Article


def for_another_district(_world):
    own = shelf.published(reporting_org=Organisation.objects.get(code="huantai"))
    own.areas.add(Area.objects.get(code="370303"))


def words_past_the_service(_world):
    Article.objects.filter(pk=shelf.published().pk).update(title="绕过服务")


def attachment_without_its_file(_world):
    storages["private"].delete(shelf.attached(shelf.published()).file.name)


def file_without_its_attachment(_world):
    left_in("articles")


CONTROLS = {
    "district_article_for_another_area": for_another_district,
    "article_not_found_by_its_words": words_past_the_service,
    "attachment_without_its_file": attachment_without_its_file,
    "file_without_its_attachment": file_without_its_attachment,
}
