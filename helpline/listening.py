"""Whether a port can be opened, tried before anything is started. Plain Python."""

import socket


def refusal(host: str, port: int) -> OSError | None:
    """Return why nothing can listen there, or None."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            # Two sockets may bind to one port; only one may listen.
            probe.listen(1)
    except OSError as error:
        return error
    return None
