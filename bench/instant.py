"""Many people at one instant: every connection is open before, and seconds count from the instant."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.over_http import headers

PATIENCE, AGAIN = 300.0, 0.2  # seconds for one answer; before a busy server is asked again
LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person was told at last, after how long, and how often the server was busy before."""

    seconds: float
    status: int
    body: Mapping[str, Any]
    busy: int


def posted(path: str, told: Mapping[str, Any], session: str) -> bytes:
    """A request of one person, ready to be sent."""
    body = json.dumps(told).encode()
    head = headers(session) | {"Content-Length": str(len(body)), "Connection": "close"}
    lines = [f"{name}: {value}" for name, value in head.items()]
    return "\r\n".join([f"POST {path} HTTP/1.1", *lines, "", ""]).encode() + body


async def rush(port: int, requests: list[bytes]) -> list[Answer]:
    """Open every connection, then send all at one instant; seconds count from that instant."""
    start = asyncio.Event()
    began: list[float] = []
    gate = asyncio.Semaphore(200)  # connections opened at a time, before the instant

    async def one(request: bytes) -> Answer:
        async with gate:
            wire = await asyncio.open_connection("127.0.0.1", port, limit=LIMIT)
        ready.release()
        await start.wait()
        busy = 0
        while True:
            status, body = await asyncio.wait_for(_answer(wire, request), PATIENCE)
            if status != 503:
                return Answer(time.perf_counter() - began[0], status, body, busy)
            busy += 1
            await asyncio.sleep(AGAIN)
            wire = await asyncio.open_connection("127.0.0.1", port, limit=LIMIT)

    ready = asyncio.Semaphore(0)
    people = [asyncio.create_task(one(request)) for request in requests]
    for _each in people:
        await ready.acquire()
    began.append(time.perf_counter())
    start.set()
    return list(await asyncio.gather(*people))


async def _answer(
    wire: tuple[asyncio.StreamReader, asyncio.StreamWriter], request: bytes
) -> tuple[int, Mapping[str, Any]]:
    reader, writer = wire
    writer.write(request)
    head, _gap, body = (await reader.read(-1)).partition(b"\r\n\r\n")
    writer.close()
    return int(head.split()[1]), json.loads(body)
