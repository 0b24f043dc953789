"""Addresses on the wire."""

import pytest

from helpdesk import addresses


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        (" ann@example.com ", "ann@example.com"),
        ("Ann.O'Neil+x@Example.COM", "Ann.O'Neil+x@Example.COM"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@straße.example", "ann@xn--strae-oqa.example"),  # not strasse, another's domain
        ("ann@пример.рф", "ann@xn--e1afmkfd.xn--p1ai"),
        ("юля@пример.рф", "юля@xn--e1afmkfd.xn--p1ai"),
    ],
)
def test_sent_to(typed: str, sent: str) -> None:
    assert addresses.on_the_wire(typed) == sent


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ann",
        "ann@",
        "@example.com",
        "ann@exa mple.com",
        "ann@example.com\nBcc: x@example.com",
        "ann@example.com>\r\nRCPT TO:<x@example.com",
        "ann@example..com",
        "ann@-example.com",
        "ann@" + "a" * 64 + ".com",
        "a" * 65 + "@example.com",
        'a"b@example.com',
        "ann@exam\u200dple.com",
        "ann@example.com, ben@example.com",
    ],
)
def test_not_sent_to(typed: str) -> None:
    with pytest.raises(addresses.Unusable):
        addresses.on_the_wire(typed)


def test_names_that_are_nobodys() -> None:
    assert addresses.is_reserved("cleo@shop.EXAMPLE") and addresses.is_reserved("a@b.test.")
    assert not addresses.is_reserved("cleo@example.com")
