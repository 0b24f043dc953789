"""The settings' pages: by kind, by group, searched, saved, reset; nothing typed is lost."""

import json
import re

import pytest
from webtest import TestApp, TestResponse, Upload
from webtest.forms import Form

from helpdesk import db, secrets, settings
from helpdesk.schema import Event, Setting
from tests.asking import raw
from tests.cast import AT_ONCE, Desk
from tests.i18n.tour import PICTURE
from tests.watching import statements

AT = "/admin/settings"


@pytest.fixture
def anna(desk: Desk) -> TestApp:
    return desk.signed_in()


def form(browser: TestApp, group: str) -> Form:
    return browser.get(f"{AT}/{group}").forms["settings"]


def row(page: TestResponse, key: str) -> str:
    """What stands beside a setting."""
    found = page.html.select_one(f'[data-hd-set="{key}"]')
    return " ".join(found.get_text(" ").split())


def test_every_setting_is_on_a_page_and_can_be_saved_as_it_is(anna: TestApp) -> None:
    with db.transaction():
        settings.change({"tickets.email_required": False})
    before = {row.key: row.value for row in Setting.select()}
    for group in settings.groups():
        page = anna.get(f"{AT}/{group.name}")
        for entry in group.entries:
            assert page.html.select(f'[name="{entry.key}"]'), entry.key
            assert page.html.select_one(f'[data-hd-set="{entry.key}"] .hd-helpbox').text
        answer = page.forms["settings"].submit()
        assert answer.location.endswith("?done=settings-same"), group.name
    assert {row.key: row.value for row in Setting.select()} == before
    assert not Event.select().where(Event.name == "settings.changed").exists()


def test_the_address_without_a_group_leads_to_the_first(anna: TestApp) -> None:
    assert anna.get(AT).location.endswith(f"{AT}/site")
    anna.get(f"{AT}/nothing", status=404)


def test_a_change_is_saved_marked_and_reset(anna: TestApp) -> None:
    sent = form(anna, "list")
    sent["list.rows"] = "25"
    page = sent.submit().follow()
    assert "The settings are saved." in page
    assert "Changed · default: 50 tickets" in row(page, "list.rows")
    assert settings.get("list.rows") == 25
    page = page.forms["reset"].submit("key", value="list.rows").follow()
    assert "Changed" not in row(page, "list.rows") and settings.get("list.rows") == 50
    details = [json.loads(e.details) for e in Event.select().where(Event.staff.is_null(False))]
    assert {"list.rows": [50, 25]} in [d.get("changes") for d in details]


def test_what_is_wrong_stands_beside_and_nothing_is_lost(anna: TestApp) -> None:
    sent = form(anna, "mail")
    sent["mail.port"], sent["mail.host"], sent["mail.security"] = "many", "mx.example.com", "tls"
    sent["mail.password"], sent["mail.verify"] = "sesame", False
    page = sent.submit(status=422)
    assert "whole number" in row(page, "mail.port") and "Nothing is saved yet" in page
    again = page.forms["settings"]
    assert again["mail.port"].value == "many" and again["mail.host"].value == "mx.example.com"
    assert again["mail.security"].value == "tls" and not again["mail.verify"].checked
    assert settings.get("mail.host") == "" and "sesame" not in page
    again["mail.port"] = "465"
    again.submit(status=303)
    assert settings.get("mail.port") == 465 and settings.get("mail.verify") is False
    assert settings.get("mail.password") == "sesame", "it needn't be typed a second time"


def test_a_sealed_secret_of_another_browser_is_none(desk: Desk, anna: TestApp) -> None:
    sent = form(anna, "mail")
    sent["mail.port"], sent["mail.password"] = "many", "sesame"
    taken = sent.submit(status=422).forms["settings"]["sealed"].value
    other = form(desk.signed_in(), "mail")
    other["sealed"].force_value(taken)
    other.submit(status=303)
    assert not settings.is_set("mail.password")


def test_a_secret_is_shown_nowhere(anna: TestApp) -> None:
    with db.transaction():
        settings.change({"mail.password": "sesame street"})
    sealed = Setting.get(Setting.key == "mail.password").value
    for path in (f"{AT}/mail", f"{AT}?q=password", f"{AT}?changed=1"):
        page = anna.get(path)
        assert "sesame" not in page and json.loads(sealed) not in page
        assert "Stored" in row(page, "mail.password")
    page.forms["reset"].submit("key", value="mail.password").follow()
    assert not settings.is_set("mail.password")


def test_two_administrators_at_once(desk: Desk, anna: TestApp) -> None:
    mine, theirs = form(anna, "security"), form(desk.signed_in(), "security")
    theirs["security.login_tries"] = "9"
    theirs.submit(status=303)
    mine["security.login_wait"] = "30"
    mine.submit(status=303)
    assert settings.get("security.login_tries") == 9 and settings.get("security.login_wait") == 30
    mine["security.login_tries"], mine["security.session_days"] = "4", "0"
    page = mine.submit(status=422)
    assert "Somebody else has changed this meanwhile, to: 9 tries" in row(
        page, "security.login_tries"
    )
    again = page.forms["settings"]
    assert again["security.login_tries"].value == "4"
    assert again["security.login_wait"].value == "30", "what holds, where it was left alone"
    again["security.session_days"] = "7"
    again.submit(status=303)
    assert settings.get("security.login_tries") == 4


def test_search_over_all_groups(anna: TestApp) -> None:
    page = anna.get(f"{AT}?q=Rows+list")
    assert "settings hold" in page or "setting holds" in page
    assert page.html.select("mark") and "list.rows" in page
    sent = page.forms["settings"]
    sent["list.rows"] = "30"
    page = sent.submit().follow()
    assert page.request.path_qs.startswith(f"{AT}?q=Rows%20list&done=settings")
    assert settings.get("list.rows") == 30
    sent = page.forms["settings"]
    sent["list.rows"] = "x"
    page = sent.submit(status=422)
    assert "whole number" in row(page, "list.rows") and "Rows list" in page
    assert "Try fewer or other words" in anna.get(f"{AT}?q=xyzzy")


def test_only_what_was_changed(anna: TestApp) -> None:
    page = anna.get(f"{AT}?changed=1")
    changed = {"site.title", "site.url", *AT_ONCE}
    assert {e["data-hd-set"] for e in page.html.select("[data-hd-set]")} == changed
    assert f"{len(changed)} settings differ" in page


def test_help_works_without_scripts(anna: TestApp) -> None:
    page = anna.get(f"{AT}/security")
    beside = row(page, "security.login_wait")
    assert "How many minutes" in beside and "Default: 15 minutes" in beside
    found = page.html.select_one('[data-hd-set="security.login_wait"]')
    assert found.select_one("details summary[aria-label]")
    assert "https://www.example.com" in row(page, "security.frames")


def test_contradictions_stand_at_the_place(anna: TestApp) -> None:
    with db.transaction():
        settings.change({"mail.method": "smtp"})
    page = anna.get(f"{AT}/mail")
    assert "Mails wait until a mail server is named" in row(page, "mail.host")
    assert page.html.select_one(f'a[href="{AT}/mail#s-mail-method"]')
    assert "has a warning" in page.html.select_one(f'.hd-setnav a[href="{AT}/mail"]').text


@pytest.mark.parametrize("url", ["https://elsewhere.example/x", "http://127.0.0.1:1", ""])
def test_a_wrong_address_locks_nobody_out(desk: Desk, anna: TestApp, url: str) -> None:
    """Links and cookies follow the request, never the setting."""
    with db.transaction():
        settings.change({"site.url": url, "security.frames": "https://elsewhere.example"})
    page = desk.signed_in().get(f"{AT}/site")
    assert "elsewhere" not in page.headers.get("Location", "")
    links = page.html.select("a[href], form[action], link[href], script[src]")
    for link in links:
        target = link.get("href") or link.get("action") or link.get("src")
        assert target.startswith(("/", "#", "?")), target
    cookie = raw(desk, "/admin/login").headers.get("Set-Cookie", "")
    assert "secure" not in cookie.lower()
    sent = page.forms["settings"]
    sent["site.url"] = "http://localhost"
    assert sent.submit().location.startswith(("/", "http://localhost"))
    assert settings.get("site.url") == "http://localhost"


def test_a_logo(desk: Desk, anna: TestApp) -> None:
    """Kept by its bytes, shown on every page, for ever under its address; removed again."""
    sent = form(anna, "look")
    sent["look.logo"] = Upload("logo.png", PICTURE)
    sent.submit(status=303)
    for page in (desk.browser().get("/"), anna.get(f"{AT}/look"), anna.get("/admin/tickets")):
        picture = page.html.select_one("img.hd-logo")
        assert picture and picture["width"] == "1"
    answer = desk.browser().get(picture["src"])
    assert answer.body == PICTURE and answer.content_type == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    desk.browser().get("/logo/dark", status=404)
    anna.get(f"{AT}/look").forms["reset"].submit("key", value="look.logo")
    assert not desk.browser().get("/").html.select("img.hd-logo")
    desk.browser().get("/logo", status=404)


def test_a_logo_for_dark_mode_and_without_the_title(desk: Desk, anna: TestApp) -> None:
    sent = form(anna, "look")
    sent["look.logo"] = Upload("logo.png", PICTURE)
    sent["look.logo_dark"] = Upload("dark.gif", b"GIF89a\x02\x00\x02\x00\x80\x00\x00;")
    sent["look.title_beside_logo"] = False
    sent.submit(status=303)
    both = desk.browser().get("/").html.select("img.hd-logo")
    assert [set(p["class"]) for p in both] == [
        {"hd-logo", "hd-in-light", "is-alone"},
        {"hd-logo", "hd-in-dark", "is-alone"},
    ]
    assert desk.browser().get(both[1]["src"]).content_type == "image/gif"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "isn't a PNG"),
        (b"MZ program", "isn't a PNG"),
        (PICTURE + bytes(500_001), "500 KB"),
        (PICTURE[:16] + (5000).to_bytes(4, "big") + PICTURE[20:], "2000 pixels"),
    ],
)
def test_what_is_no_logo(anna: TestApp, content: bytes, words: str) -> None:
    sent = form(anna, "look")
    sent["look.logo"], sent["look.accent"] = Upload("logo.png", content), "#7a3e8e"
    page = sent.submit(status=422)
    assert words in row(page, "look.logo") and page.forms["settings"]["look.accent"].value == (
        "#7a3e8e"
    )
    assert not settings.is_set("look.logo") and not settings.is_set("look.accent")


def test_a_chosen_logo_survives_an_error_elsewhere(anna: TestApp) -> None:
    sent = form(anna, "look")
    sent["look.logo"], sent["look.accent"] = Upload("logo.png", PICTURE), "blue"
    page = sent.submit(status=422)
    assert "The one just chosen is kept." in row(page, "look.logo")
    again = page.forms["settings"]
    again["look.accent"] = "#00f"
    again.submit(status=303)
    assert settings.get("look.logo") and settings.get("look.accent") == "#0000ff"


def test_a_logo_that_a_form_makes_up_is_none(anna: TestApp) -> None:
    """What travels sealed is looked at again: it has to be a picture in the store."""
    sent = form(anna, "look")
    page = sent.submit()
    assert page.status_int == 303
    sent["sealed"].force_value(secrets.seal(json.dumps(["x", {"look.logo": "0" * 64}])))
    sent.submit(status=303)
    assert not settings.is_set("look.logo")


def test_a_file_that_is_the_logo_is_not_swept_away(desk: Desk, anna: TestApp) -> None:
    from helpdesk import attachments, housekeeping
    from helpdesk.jobs import Slice

    sent = form(anna, "look")
    sent["look.logo"] = Upload("logo.png", PICTURE)
    sent.submit(status=303)
    sha256 = settings.get("look.logo").split()[0]
    path = attachments.store().path(sha256)
    import os

    os.utime(path, (1, 1))
    housekeeping.sweep_files(Slice(None, None))
    assert path.exists()


def test_the_colour_is_shown_at_once_and_kept_for_ever(desk: Desk, anna: TestApp) -> None:
    usual = desk.browser().get("/")
    assert '"/static/css/theme.css' in usual and '"/theme.css' not in usual
    sent = form(anna, "look")
    sent["look.accent"] = "7A3E8E"
    page = sent.submit().follow()
    (address,) = re.findall(r'href="(/theme\.css\?v=\w{8})"', page.text)
    style = desk.browser().get(address)
    assert style.content_type == "text/css" and "--hd-accent: #7a3e8e" in style
    assert "immutable" in style.headers["Cache-Control"]
    assert "immutable" not in desk.browser().get("/theme.css?v=old").headers["Cache-Control"]
    assert address in desk.browser().get("/").text


def test_a_colour_that_cannot_be_read_is_corrected_and_it_is_said(anna: TestApp) -> None:
    sent = form(anna, "look")
    sent["look.accent"] = "#ffee00"
    beside = row(sent.submit().follow(), "look.accent")
    assert "Text and links in it are darker" in beside
    told = anna.get(f"{AT}/look/colour?c=%23ffee00").json
    assert told["colour"] == "#ffee00" and told["notes"] and told["light"]["on-accent"] != "#ffffff"
    assert anna.get(f"{AT}/look/colour?c=red").json == {}


def test_a_page_costs_few_queries(anna: TestApp) -> None:
    anna.get(f"{AT}/mail")
    with statements() as found:
        anna.get(f"{AT}/mail")
    assert len(found) <= 6, found


def test_operators_have_no_settings(desk: Desk) -> None:
    ben = desk.signed_in("ben@example.com")
    ben.get(f"{AT}/mail", status=403)
