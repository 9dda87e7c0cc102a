"""Forms of a reviewer: the sheet, line by line, with 不适用 (N/A), whole or half; a recusal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safety.models import PostCriterion, PostSheet
from safety.models.posts.words import DECLARED
from safety.post_drafts import draft_of
from safety.post_rules import signed_text
from zibo_youth.core.form_fields import words_field

NOT_APPLICABLE = "na"


class SheetStepForm(forms.Form):
    """A step of a sheet without a field."""

    def __init__(self, *args: Any, sheet: PostSheet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sheet = sheet


class ScoreSheetForm(SheetStepForm):
    """评审表 (the sheet): a list of choices for each line, so that nothing else can be sent."""

    def __init__(self, *args: Any, sheet: PostSheet, **options: Any) -> None:
        super().__init__(*args, sheet=sheet, initial=_kept_of(sheet), **options)
        for line in signed_text(sheet.post).form.criteria.all():
            self.fields[f"line_{line.pk}"] = _field_of(line)
        self.fields["remark"] = words_field(_("评语"), max_length=500, required=False)

    def points(self) -> dict[int, int | None]:
        """By the number of each criterion."""
        return {
            int(name.removeprefix("line_")): None if value == NOT_APPLICABLE else int(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("line_") and value
        }


class DraftSheetForm(ScoreSheetForm):
    """暂存 (half a sheet): the same lines, none of which need be answered yet."""

    def __init__(self, *args: Any, sheet: PostSheet, **options: Any) -> None:
        super().__init__(*args, sheet=sheet, **options)
        for field in self.fields.values():
            field.required = False


def _kept_of(sheet: PostSheet) -> dict[str, str]:
    """What was kept, as the fields say it."""
    draft = draft_of(sheet)
    if draft is None:
        return {}
    given = {
        f"line_{key}": NOT_APPLICABLE if points is None else str(points)
        for key, points in draft.points.items()
    }
    return given | {"remark": draft.remark}


def _field_of(line: PostCriterion) -> forms.ChoiceField:
    numbers = [(str(each), str(each)) for each in range(line.most, -1, -1)]
    if line.kind == PostCriterion.Kind.VETO:
        found = [("0", _("没有发现")), ("1", _("发现，请团市委核实"))]
        return forms.ChoiceField(label=line.local_name, choices=found, help_text=line.get_kind_display())
    if line.kind == PostCriterion.Kind.DEDUCTION:
        told = _("扣分项，最多扣 %(most)s 分") % {"most": line.most}
        return forms.ChoiceField(label=line.local_name, choices=numbers[::-1], help_text=told)
    choices: list[Any] = [("", "—"), *numbers, (NOT_APPLICABLE, _("不适用（不计入，也不按零分算）"))]
    told = _("满分 %(most)s 分，权重 %(weight)s%%") % {"most": line.most, "weight": line.weight}
    return forms.ChoiceField(label=line.local_name, choices=choices, help_text=told)


class RecuseForm(SheetStepForm):
    """申请回避 (recuse)."""

    why = forms.ChoiceField(label=_("回避原因"), choices=[(each.value, each.label) for each in DECLARED])
