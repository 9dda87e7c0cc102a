"""文章和附件: city staff keep all, a district keeps its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts import policy
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin, ScopedInline, signed_in

from . import services
from .forms import AttachmentForm
from .models import Article, Attachment

MOST_ATTACHMENTS = 10
MOVES = {"publish": Article.State.PUBLISHED, "withdraw": Article.State.WITHDRAWN}
# One-line texts that are longer than Django's box for them.
LINES = ("title", "summary", "title_en", "summary_en", "source", "source_url")


class WithFileLink:
    """The column that leads to the file, by the address that asks who may have it."""

    @admin.display(description=_("现有文件"))
    def file_link(self, attachment: Attachment) -> str:
        if attachment.pk is None:
            return ""
        size = filesizeformat(attachment.size)
        return format_html(
            '<a href="{}">{} · {}</a>', attachment.get_absolute_url(), attachment.original_name, size
        )


class AttachmentsOfArticle(WithFileLink, ScopedInline):
    model = Attachment
    form = AttachmentForm
    view_action = "articles.view_article"
    change_action = "articles.manage_article"
    deletable = True
    show_change_link = False
    fields = ["title", "upload", "file_link", "position"]
    readonly_fields = ["file_link"]
    max_num = MOST_ATTACHMENTS


@admin.register(Article)
class ArticleAdmin(ScopedAdmin):
    """文章: words are saved here, the state is moved by the buttons above."""

    list_display = ["title", "section", "state", "valid_until", "reporting_org", "position", "changed"]
    list_filter = ["state", "section", "reporting_org"]
    list_select_related = ["reporting_org"]
    search_fields = ["title", "title_en", "slug", "source"]
    ordering = ["position"]
    inlines = [AttachmentsOfArticle]
    actions = ["publish", "withdraw"]
    action_needs = {"publish": services.PUBLISH, "withdraw": services.PUBLISH}
    change_form_template = "admin/articles/article/change_form.html"
    readonly_fields = ["state", "published_at", "updated_at"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "section", "summary", "body"]}),
        (_("英文"), {"fields": ["title_en", "summary_en", "body_en"]}),
        (_("来源与有效期"), {"fields": ["source", "source_url", "valid_from", "valid_until"]}),
        (_("面向"), {"fields": ["audiences", "reporting_org", "areas", "position"]}),
        (_("发布"), {"fields": ["state", "published_at", "updated_at"]}),
    ]

    @admin.display(description=_("最近修改时间"), ordering="updated_at")
    def changed(self, article: Article) -> str:
        return localdate(article.updated_at).isoformat()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.readonly_fields, *(["slug"] if obj else [])]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A district's article is for that district: there is nothing to choose."""
        if self._is_for_the_city(request):
            return super().get_fieldsets(request, obj)
        return [
            (title, {"fields": [name for name in part["fields"] if name != "areas"]})
            for title, part in self.fieldsets
        ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """面向人群 is a list of choices: boxes to tick, not words to type."""
        if db_field.name in LINES:
            kwargs["widget"] = AdminTextInputWidget(attrs={"class": "vLargeTextField"})
        if db_field.name == "audiences":
            return forms.MultipleChoiceField(
                label=db_field.verbose_name,
                choices=Article.Audience.choices,
                required=False,
                help_text=db_field.help_text,
                widget=forms.CheckboxSelectMultiple,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "reporting_org" and not self._is_for_the_city(request):
            field.required, field.empty_label = True, None
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "areas":
            kwargs["queryset"] = db_field.remote_field.model.objects.districts_and_zones()
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """With a button for each move that this user may make from here."""
        article = self.get_object(request, object_id)
        offered = self.get_action_choices(request, default_choices=[])
        moves = [(name, words) for name, words in offered if MOVES.get(name) in Article.NEXT[article.state]]
        beside = {"article_moves": moves}
        return super().change_view(request, object_id, form_url, beside | (extra_context or {}))

    # --- writes -----------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        areas = form.cleaned_data.get("areas", ())
        services.save_article(actor=signed_in(request), article=obj, areas=areas)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Attachments alone: the areas were written with the article."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseInlineFormSet, change: bool) -> None:
        formset.save(commit=False)  # sorts the rows into new, changed and deleted
        user = signed_in(request)
        for attachment in formset.deleted_objects:
            services.remove_attachment(actor=user, attachment=attachment)
        for row in formset.forms:
            if row.has_changed() and row not in formset.deleted_forms:
                self._save_attachment(request, row)

    def _save_attachment(self, request: HttpRequest, row: Any) -> None:
        user, attachment, clean = signed_in(request), row.instance, row.cleaned_data["upload"]
        if attachment.pk is None:
            services.attach_file(
                actor=user,
                article=attachment.article,
                title=attachment.title,
                clean=clean,
                position=attachment.position,
            )
            return
        services.rename_attachment(actor=user, attachment=attachment)
        if clean:
            services.replace_file(actor=user, attachment=attachment, clean=clean)

    # --- moves ------------------------------------------------------------------

    @admin.action(description=pgettext_lazy("文章", "发布"))
    def publish(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self.apply(request, articles, services.publish_article)

    @admin.action(description=pgettext_lazy("文章", "撤下"))
    def withdraw(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self.apply(request, articles, services.withdraw_article)

    def _is_for_the_city(self, request: HttpRequest) -> bool:
        return policy.reach(request.user, services.MANAGE).office().everything


@admin.register(Attachment)
class AttachmentAdmin(WithFileLink, ReadOnlyAdmin):
    """附件: added and removed on the page of their article."""

    view_action = "articles.view_article"
    list_display = ["title", "article", "file_link", "created_at"]
    list_filter = ["content_type"]
    list_select_related = ["article"]
    search_fields = ["title", "original_name", "article__title"]
    fields = ["title", "article", "file_link", "content_type", "created_at"]
    readonly_fields = ["file_link"]
    date_hierarchy = "created_at"
