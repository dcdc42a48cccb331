"""The socket the server listens on."""

from __future__ import annotations

import errno
import socket

from server.refusal import Refusal

PORT = 8484
TRIES = 20
"""Ports tried from the default one on."""
BACKLOG = 256


def listener(host: str, port: int | None) -> socket.socket:
    """A listening socket on `port`, or for None on the first free one from 8484 on. Raises Refusal."""
    if port is not None:
        try:
            return _listening(host, port)
        except OSError as error:
            raise Refusal(_sentence(host, port, error)) from None
    for candidate in range(PORT, PORT + TRIES):
        try:
            return _listening(host, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise Refusal(_sentence(host, candidate, error)) from None
    raise Refusal(f"Ports {PORT} to {PORT + TRIES - 1} are all taken; choose one by --port.")


def _listening(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(BACKLOG)
        made.setblocking(False)
    except OSError:
        made.close()
        raise
    return made


def _sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken by another program; stop that one, or choose another by --port."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return (
            f"Port {port} on {host} needs rights that Larder does not have; choose one above 1023 by --port."
        )
    return f"Larder can't listen on {host} ({error.strerror or error}); choose another address by --host."


def address_of(made: socket.socket) -> str:
    """`host:port` that a browser on this network can open."""
    host, port = made.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = _outward()
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _outward() -> str:
    """This machine's address on its network, else its name. Connecting UDP only asks the routing table."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()
