"""核对项目 (checklist): what an officer has looked for before a profile is shown."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHOTO_CHECKS: Mapping[str, str | Promise] = {
    "alone": _("照片里只有本人，没有别人，也没有儿童"),
    "recent": _("照片清楚，是近照，能看清面部"),
    "decent": _("着装得体，没有广告、水印"),
    "no_contact": _("照片和文字里没有姓名、电话、微信、二维码、住址和单位全称"),
    "identity": _("年龄和性别与已核验的身份一致"),
}
