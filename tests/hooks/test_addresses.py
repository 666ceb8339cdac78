"""A webhook leads to the open internet, never into the network the site stands in."""

import socket
import ssl

import pytest
from django.core.exceptions import ValidationError

from recruitment.hooks import addresses
from recruitment.hooks.addresses import Forbidden, look_up, post, validate_address

OPEN = "93.184.216.34"


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/",
        "file:///etc/passwd",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.8/",
        "https://100.64.0.1/",
        "https://0/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://localhost/",
        "https://intranet/",
        "https://hooks.example.org:8443/",
        "https://user:password@hooks.example.org/",
        "https://hooks.example.org:port/",
        "https://[half/",
    ],
)
def test_an_address_that_leads_elsewhere_is_refused_when_it_is_typed(url):
    with pytest.raises(ValidationError):
        validate_address(url)


@pytest.mark.parametrize("url", ["https://hooks.example.org/in?x=1", f"https://{OPEN}/"])
def test_an_address_of_the_open_internet_is_taken(url):
    validate_address(url)


def answering(monkeypatch, *lists):
    """Names are looked up in turn to these; what was asked for."""
    asked, left = [], list(lists)

    def getaddrinfo(host, port, **more):
        asked.append(host)
        return [(0, 0, 0, "", (address, port)) for address in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], ["10.1.2.3"], ["fe80::1%eth0"], [OPEN, "192.168.1.1"], ["::1"]]
)
def test_a_name_that_leads_into_a_private_network_is_refused_at_the_connection(monkeypatch, found):
    answering(monkeypatch, found)

    with pytest.raises(Forbidden):
        look_up("hooks.example.org")


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch):
    asked = answering(monkeypatch, [OPEN], ["127.0.0.1"])
    reached = []

    def connect(address, timeout):
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ConnectionRefusedError):
        post("https://hooks.example.org/", b"{}", {})

    assert reached == [(OPEN, 443)]
    assert asked == ["hooks.example.org"]


def test_the_certificate_is_checked_by_the_name(monkeypatch):
    context = ssl.create_default_context()
    wrapped = []
    monkeypatch.setattr(socket, "create_connection", lambda *args: "plain")
    connection = addresses.PinnedConnection("hooks.example.org", OPEN, context)
    connection.tls = Tls(wrapped)

    connection.connect()

    assert wrapped == [("plain", "hooks.example.org")]
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


class Tls:
    def __init__(self, wrapped):
        self.wrapped = wrapped

    def wrap_socket(self, plain, server_hostname):
        self.wrapped.append((plain, server_hostname))
