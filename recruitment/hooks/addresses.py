"""Where a webhook may lead: to the open internet by https, never into the network we stand in.

The name is looked up once, when we connect, and the connection goes to the very address that was
looked at: a name that answers differently the second time gains nothing. Redirects are not
followed.
"""

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PORT = 443
SECONDS = 10
READ = 2000  # bytes of an answer: it is not looked at, but has to be taken


class Forbidden(Exception):
    """An address that may not be called; the message says why."""


def validate_address(url: str) -> None:
    """What can be told without asking anybody: the rest is checked at each connection."""
    try:
        _host_of(url)
    except Forbidden as refusal:
        raise ValidationError(str(refusal)) from None


def _host_of(url: str) -> tuple[SplitResult, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Forbidden(_("This is not an address.")) from None
    if parts.scheme != "https" or not host:
        raise Forbidden(_("The address must begin with https://."))
    if port not in (None, PORT) or parts.username is not None:
        raise Forbidden(_("An address with a port, a name or a password of its own is refused."))
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        literal = None
    # A number alone, such as 2130706433 or 0x7f000001, is an address to the system’s resolver.
    if literal is None and not any(letter.isalpha() for letter in host.rpartition(".")[2]):
        raise Forbidden(_("Write the name of a host, such as hooks.example.org."))
    if literal is None and "." not in host:
        raise Forbidden(_("A host of the own network is refused."))
    if literal is not None:
        insist_on_open(literal)
    return parts, host


def insist_on_open(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """Raise Forbidden unless `address` is one of the open internet."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None:
            insist_on_open(inner)
            if address.ipv4_mapped:
                return
        if address in _NAT64:
            raise Forbidden(_("An address of a private network is refused."))
    if not address.is_global or address.is_multicast or address.is_reserved:
        raise Forbidden(_("An address of a private network is refused."))


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def look_up(host: str) -> str:
    """The one address to connect to. If any of a name's addresses is forbidden, all are."""
    try:
        found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Forbidden(_("There is no host of that name.")) from None
    addresses = [str(place[0]).partition("%")[0] for *_more, place in found]
    for one in addresses:
        insist_on_open(ipaddress.ip_address(one))
    return addresses[0]


class PinnedConnection(http.client.HTTPSConnection):
    """TLS to `host`, its certificate checked by that name, at the address looked up before."""

    def __init__(self, host: str, address: str, context: ssl.SSLContext):
        super().__init__(host, PORT, timeout=SECONDS, context=context)
        self.address, self.tls = address, context

    def connect(self):
        plain = socket.create_connection((self.address, PORT), SECONDS)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.host)


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Send `body` there; the status of the answer. Raises Forbidden, OSError or HTTPException."""
    parts, host = _host_of(url)
    connection = PinnedConnection(host, look_up(host), ssl.create_default_context())
    try:
        path = parts.path or "/"
        connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body, headers)
        answer = connection.getresponse()
        answer.read(READ)
        return answer.status
    finally:
        connection.close()
