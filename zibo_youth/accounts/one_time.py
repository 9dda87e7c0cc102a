"""
一次性提交键 (one-time keys): a double click, a resend or a replay gives the first answer again.

The key is written first, in the transaction of the act: a second call waits at
the unique constraint until the first has committed, and then reads its answer.
When the act is refused, the key goes with it and may be used again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from zibo_youth.core.errors import explaining

from .errors import KeyReused
from .models import OneTimeKey, User

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
LONGEST_KEY = 64

CLAIM = """
INSERT INTO accounts_onetimekey (user_id, key, fingerprint, created_at) VALUES (%s, %s, %s, now())
ON CONFLICT (user_id, key) DO NOTHING RETURNING id
"""

ANSWER = "UPDATE accounts_onetimekey SET answer = %s WHERE id = %s RETURNING answer"


@explaining()
@transaction.atomic
def once(user: User, key: str, fingerprint_of: object, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """
    Do ``act`` once for this user's key; later calls get the first answer.

    ``fingerprint_of`` is what was asked for (anything JSON can write). Raises
    `KeyReused` when the key was used for something else, `Busy` when the first
    call takes longer than a person would wait.
    """
    return _once(user, key, fingerprint_of, act)


def _once(user: User, key: str, fingerprint_of: object, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """As `once`, in the caller's transaction."""
    fingerprint = _fingerprint(fingerprint_of)
    claimed = _claim(user, key, fingerprint)
    if claimed is None:
        return _first_answer(user, key, fingerprint)
    answer = act()
    with connection.cursor() as cursor:
        cursor.execute(ANSWER, [json.dumps(answer, cls=DjangoJSONEncoder), claimed])
        # As it is stored, so that the first answer and every replay are the same bytes.
        return cast("dict[str, Any]", json.loads(cursor.fetchone()[0]))


def _claim(user: User, key: str, fingerprint: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [user.pk, key, fingerprint])
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _first_answer(user: User, key: str, fingerprint: str) -> dict[str, Any]:
    first = OneTimeKey.objects.get(user=user, key=key)
    if first.fingerprint != fingerprint:
        raise KeyReused
    return cast("dict[str, Any]", first.answer)


def _fingerprint(asked: object) -> str:
    text = json.dumps(asked, sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def answered_once(
    view: Callable[Concatenate[R, P], HttpResponse],
) -> Callable[Concatenate[R, P], HttpResponse]:
    """
    Decorator of a page with a POST form: its redirect is the answer that a replay is given.

    The form carries ``{% one_time_key %}``. A page that is shown again (an error
    beside a field) is no answer: its key may be used for the corrected form.
    """

    @wraps(view)
    def wrapper(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        key = request.POST.get("one_time_key", "")
        if not (_is_usable(key) and request.user.is_authenticated):
            return view(request, *args, **kwargs)
        try:
            return _replayable(request, key, lambda: view(request, *args, **kwargs))
        except KeyReused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.get_full_path())

    return wrapper


def _is_usable(key: str) -> bool:
    return 0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()


@explaining()
@transaction.atomic
def _replayable(request: HttpRequest, key: str, view: Callable[[], HttpResponse]) -> HttpResponse:
    shown: list[HttpResponse] = []

    def act() -> dict[str, Any]:
        shown.append(view())
        return {"location": getattr(shown[0], "url", "")}

    user = cast("User", request.user)
    answer = _once(user, key, _what_was_sent(request), act)
    if not shown:
        return HttpResponseRedirect(answer["location"])
    if not answer["location"]:
        OneTimeKey.objects.filter(user=user, key=key).delete()
    return shown[0]


def _what_was_sent(request: HttpRequest) -> dict[str, Any]:
    fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    files = {
        name: [(str(file), getattr(file, "size", 0)) for file in request.FILES.getlist(name)]
        for name in request.FILES
    }
    return {"path": request.path, "fields": fields, "files": files}
