"""What is asked of articles: a search, and a file to attach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts.models import Area
from zibo_youth.core import uploads
from zibo_youth.core.errors import DomainError
from zibo_youth.core.uploads import CleanFile

from .models import Article, Attachment

LONGEST_QUESTION = 60


class ArticleSearchForm(forms.Form):
    """搜索条件 (search): every field may stay empty, and then asks for nothing."""

    section = forms.ChoiceField(
        label=pgettext_lazy("文章", "栏目"),
        required=False,
        choices=[("", ""), *Article.Section.choices],
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("请从列表中选择栏目")},
    )
    q = forms.CharField(
        label=_("搜索文章"),
        required=False,
        max_length=LONGEST_QUESTION,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search"}),
    )
    audience = forms.ChoiceField(
        label=_("面向人群"),
        required=False,
        choices=[("", pgettext_lazy("人群", "所有青年")), *Article.Audience.choices],
        error_messages={"invalid_choice": _("请从列表中选择人群")},
    )
    area = forms.ChoiceField(
        label=_("区域"), required=False, error_messages={"invalid_choice": _("请从列表中选择区域")}
    )
    expired = forms.BooleanField(label=_("包括已失效的文章"), required=False)

    def __init__(self, asked: Mapping[str, Any], *, areas: Iterable[Area]) -> None:
        super().__init__(asked)
        self.areas = {area.code: area for area in areas}
        offered = cast("forms.ChoiceField", self.fields["area"])
        named = [(code, str(area)) for code, area in self.areas.items()]
        offered.choices = [("", pgettext_lazy("区域", "全市")), *named]

    def clean_area(self) -> Area | None:
        return self.areas.get(self.cleaned_data["area"])


class AttachmentForm(forms.ModelForm[Attachment]):
    """附件 (attachment): what is uploaded is rebuilt before anything is kept of it."""

    upload = forms.FileField(
        label=_("上传文件"), required=False, help_text=_("JPG、PNG 或 PDF，不超过 10 MB")
    )

    class Meta:
        model = Attachment
        fields = ["title", "position"]

    def clean_upload(self) -> CleanFile | None:
        upload = self.cleaned_data["upload"]
        if not upload:
            if self.instance.pk is None:
                raise forms.ValidationError(_("请选择要添加的文件"), code="required")
            return None
        try:
            return uploads.rebuild(upload)
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
