"""The steps around what is known of a child: to ask, to upload, to correct."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hope_rooms.data_classes import Part
from hope_rooms.forms import records as forms
from hope_rooms.models import HopeRoom
from hope_rooms.services import children, files, grants
from zibo_youth.accounts.models import User
from zibo_youth.accounts.steps import Step


def _ask(by: User, room: HopeRoom, form: Any) -> None:
    grants.ask_access(actor=by, child=room.child, asked=form.told())


def _upload(by: User, room: HopeRoom, form: Any) -> None:
    upload, purpose = form.told()
    files.add_file(actor=by, child=room.child, upload=upload, purpose=purpose)


def _person(by: User, room: HopeRoom, form: Any) -> None:
    children.change_person(actor=by, child=room.child, **form.cleaned_data)


def _part(by: User, room: HopeRoom, form: Any) -> None:
    purpose = form.cleaned_data["purpose"]
    children.change_record(actor=by, child=room.child, told=form.told(), purpose=purpose)


SAVE = _("保存更正")
ACCESS = (Step("ask", _("申请查阅授权"), grants.ASK, (), forms.AskForm, _ask),)
UPLOAD = (Step("upload", _("上传材料"), children.CHANGE, (), forms.UploadForm, _upload),)
RECORD = (
    Step("person", Part.PERSON.label, children.CHANGE, (), forms.PersonForm, _person, button=SAVE),
    Step("home", Part.HOME.label, children.CHANGE, (), forms.HomeForm, _part, button=SAVE),
    Step("hardship", Part.HARDSHIP.label, children.CHANGE, (), forms.HardshipForm, _part, button=SAVE),
    Step("health", Part.HEALTH.label, children.CHANGE, (), forms.HealthForm, _part, button=SAVE),
)
