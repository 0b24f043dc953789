"""People who ask, found by their address."""

import peewee
import pytest

from helpdesk import customers, db
from helpdesk.errors import Invalid
from helpdesk.schema import Customer, CustomerAddress
from tests.cast import Desk
from tests.together import at_once


def found(name: str, email: str) -> Customer:
    with db.transaction():
        return customers.find_or_create(name, email)


@pytest.mark.parametrize(
    "email",
    ["cleo@example.com", "CLEO@EXAMPLE.COM", " cleo@example.com ", "Cleo@Example.com\t\n"],
)
def test_one_person_in_any_spelling(desk: Desk, email: str) -> None:
    cleo = found("Cleo", "cleo@example.com")
    assert found("Somebody", email) == cleo == customers.by_email(email)
    assert Customer.select().count() == CustomerAddress.select().count() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("jose@example.com", "josé@example.com"),
        ("strasse@example.com", "strase@example.com"),
        ("a.b@example.com", "ab@example.com"),
        ("a@example.com", "a@example.com.au"),
        ("i@example.com", "ı@example.com"),
    ],
)
def test_another_address_is_another_person(desk: Desk, one: str, other: str) -> None:
    assert found("A", one) != found("B", other)
    assert Customer.select().count() == 2


def test_composed_and_decomposed_accents_are_the_same(desk: Desk) -> None:
    assert found("J", "jose\u0301@example.com") == found("J", "jos\u00e9@example.com")


def test_the_address_is_kept_as_it_was_typed(desk: Desk) -> None:
    assert customers.main_email(found("Cleo", "Cleo@Example.com")) == "Cleo@Example.com"


def test_a_name_is_taken_once_it_comes(desk: Desk) -> None:
    assert found("", "cleo@example.com").name == "cleo@example.com"
    assert found("Cleo Marsh", "cleo@example.com").name == "Cleo Marsh"
    assert found("Somebody", "cleo@example.com").name == "Cleo Marsh"


def test_nobody_without_an_address_is_the_same_person(desk: Desk) -> None:
    assert found("Cleo", "") != found("Cleo", "")
    assert customers.main_email(found("Cleo", "")) == "" and customers.by_email("") is None


def test_the_first_address_is_the_one_for_mails(desk: Desk) -> None:
    cleo = found("Cleo", "old@example.com")
    for email, primary in (("second@example.com", False), ("main@example.com", True)):
        CustomerAddress.create(customer=cleo, email=email, email_normal=email, is_primary=primary)
    CustomerAddress.update(is_primary=False).where(
        CustomerAddress.email == "old@example.com"
    ).execute()
    assert customers.main_email(cleo) == "main@example.com"


def test_two_at_the_same_moment_are_one(desk: Desk) -> None:
    def find() -> int:
        for _ in range(10):
            try:
                with db.transaction():
                    Customer.select().count()  # MySQL's snapshot begins here
                    return int(customers.find_or_create("Cleo", "cleo@example.com").id)
            except peewee.OperationalError as error:
                if not db.is_deadlock(error):
                    raise
        raise AssertionError

    assert len(set(at_once(*[find] * 4))) == 1
    assert Customer.select().count() == CustomerAddress.select().count() == 1


@pytest.mark.parametrize(
    "email",
    ["a@b", "a.b+c@example.com", "ü@exämple.com", "用户@例子.公司", "o'neil@example.com"],
)
def test_addresses(email: str) -> None:
    assert customers.checked_email(f" {email} ") == email


@pytest.mark.parametrize(
    "email",
    [
        "",
        " ",
        "cleo",
        "@example.com",
        "cleo@",
        "a@b@c",
        "a b@example.com",
        "a@exam ple.com",
        "a..b@example.com",
        "a@example.com.",
        "a@example.com\nBcc: x@example.com",
        "Cleo <a@example.com>",
        "a,b@example.com",
        "a@b;c@d",
        '"a"@example.com',
        "x" * 65 + "@example.com",
        "x@" + "y" * 191,
        "ß" * 60 + "@" + "ß" * 100,
    ],
)
def test_what_is_no_address(email: str) -> None:
    with pytest.raises(Invalid):
        customers.checked_email(email)
