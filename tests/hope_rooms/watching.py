"""What a process says while it works: log lines of every level, statements to PostgreSQL, messages to Redis."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import redis
from django.db import connection, connections

from zibo_youth.notifications import nudge
from zibo_youth.settings import env, logs


class Ears(logging.Handler):
    """Every record as the house's line writes it, and all that it carries besides."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        shape = dict(logs.logging_config("DEBUG")["formatters"]["line"])
        self.setFormatter(shape.pop("()")(**shape))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += [self.format(record), repr(record.__dict__)]


@contextmanager
def listening() -> Iterator[Ears]:
    """All loggers at their most talkative."""
    ears, known = Ears(), [logging.root, *map(logging.getLogger, list(logging.root.manager.loggerDict))]
    before = [(logger, logger.level) for logger in known]
    for logger, level in before:
        logger.setLevel(logging.DEBUG if logger is logging.root or level else logging.NOTSET)
        if logger is logging.root or not logger.propagate:
            logger.addHandler(ears)
    try:
        yield ears
    finally:
        for logger, level in before:
            logger.setLevel(level)
            logger.removeHandler(ears)


class Statements:
    """What goes to PostgreSQL: its log, its statistics and its write-ahead files can hold no more than this."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        given = params if many else [params]
        self.sent.append(sql.encode())
        self.sent += [_raw(value) for row in given or [] for value in _values(row)]
        return execute(sql, params, many, context)


def _values(row: Any) -> list[Any]:
    return list(row.values()) if isinstance(row, dict) else list(row or ())


def _raw(value: Any) -> bytes:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    return str(getattr(value, "obj", value)).encode("utf-8", "surrogatepass")


class Redis:
    """The real one: what stands in it under every key; of lists only what came since it was looked at."""

    def __init__(self) -> None:
        self.server = redis.Redis.from_url(env.REDIS_URL)
        self.before = {key: self.server.llen(key) for key in self._lists()}

    def _lists(self) -> list[bytes]:
        return [key for key in self.server.scan_iter() if self.server.type(key) == b"list"]

    def dump(self) -> Iterator[tuple[str, bytes]]:
        _flushed()
        for key in self.server.scan_iter():
            kind = self.server.type(key).decode()
            for value in self._read(kind, key):
                yield f"{kind} {key.decode()}", key + b" " + value

    def _read(self, kind: str, key: bytes) -> list[bytes]:
        server: Any = self.server
        if kind == "list":  # the newest stand first
            return list(server.lrange(key, 0, max(server.llen(key) - self.before.get(key, 0), 0)))
        read = {
            "string": lambda: [server.get(key) or b""],
            "hash": lambda: [part for pair in server.hgetall(key).items() for part in pair],
            "set": lambda: list(server.smembers(key)),
            "zset": lambda: list(server.zrange(key, 0, -1)),
            "stream": lambda: [repr(server.xrange(key)).encode()],
        }
        return list(read[kind]())

    def messages(self) -> list[tuple[str, Any]]:
        """Task and arguments of every message to the worker that came since."""
        found = []
        for _where, raw in self.dump():
            if b'"body-encoding"' in raw or b'"body_encoding"' in raw:
                told = json.loads(raw[raw.index(b"{") :])
                args, kwargs, _more = json.loads(base64.b64decode(told["body"]))
                found.append((told["headers"]["task"], [args, kwargs]))
        return found


def _flushed() -> None:
    """The thread that publishes has nothing left to do."""
    if nudge._nudger is not None:
        nudge._nudger.numbers.join()


class Watch:
    """All of it at once, while ``around`` is left open."""

    @contextmanager
    def around(self) -> Iterator[None]:
        self.redis, self.statements = Redis(), Statements()
        with ExitStack() as open_while:
            self.ears = open_while.enter_context(listening())
            # Every statement is a line too, as it is on a server that is looked into.
            open_while.enter_context(mock.patch.object(connections["default"], "force_debug_cursor", True))
            open_while.enter_context(connection.execute_wrapper(self.statements))
            yield
