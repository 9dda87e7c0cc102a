"""Why a workbook of places, or a row of it, is refused."""

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class TooManyPlaces(DomainError):
    """行数过多 (more places than one import may hold)."""

    code = "too_many_places"
    message = _("一次最多导入 %(most)s 行驿站和房间，请分几次上传")
    field = "file"
    status = 400


class PlacesChanged(DomainError):
    """预览之后数据有变 (what was shown is not what would happen now)."""

    code = "places_changed"
    message = _("预览之后，表里的驿站或房间已被改动，没有导入任何内容。请重新上传并预览")
