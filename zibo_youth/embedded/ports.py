"""Whether the portal's address is free, asked before anything is started."""

import argparse
import errno
import socket

from .errors import EmbeddedError


def add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=8000)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is not a port; for example: make demo PORT=8010")
    return int(text)


def listen_addresses(host: str, port: int) -> list[str]:
    """
    Where the web server will listen, as gunicorn writes it.

    ``localhost`` is ``::1`` first on many machines, so the demonstration
    listens there too where the machine has IPv6.
    """
    if host != "127.0.0.1":
        _require_free(socket.AF_INET, host, port)
        return [f"{host}:{port}"]
    _require_free(socket.AF_INET, "127.0.0.1", port)
    addresses = [f"127.0.0.1:{port}"]
    if _has_ipv6():
        _require_free(socket.AF_INET6, "::1", port)
        addresses.append(f"[::1]:{port}")
    return addresses


def _require_free(family: socket.AddressFamily, host: str, port: int) -> None:
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except PermissionError:
        raise EmbeddedError(f"port {port} needs root; choose another one: make demo PORT=8010") from None
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise EmbeddedError(
                f"cannot listen on {host}: {error.strerror}; try make demo HOST=127.0.0.1"
            ) from None
        other = port + 10 if port + 10 < 65536 else 8010
        raise EmbeddedError(
            f"port {port} is taken by another program; choose another one: make demo PORT={other}"
        ) from None


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
