"""Exports in the panel: made, followed, downloaded in parts, deleted."""

import io
import json
import zipfile

from webtest import TestResponse

from helpdesk import exporting, jobs
from helpdesk.schema import Event, Job
from tests.cast import Desk

PAGE = "/admin/exports"


def make(desk: Desk) -> str:
    """Press the button and let the work be done; returns the export's name."""
    anna = desk.signed_in()
    _press(anna.get(PAGE))
    while (mine := jobs.claim(name="export.make")) is not None:
        jobs.run(mine)
    (kept,) = exporting.kept()
    return kept.name


def _press(page: TestResponse) -> None:
    form = next(f for f in page.forms.values() if f.action.endswith(PAGE))
    form.submit(status=303)


def test_made_and_followed(desk: Desk) -> None:
    """The button, how far it is, the file in the list; a second press joins."""
    desk.ticket()
    anna = desk.signed_in()
    page = anna.get(PAGE)
    assert "No exports yet" in page
    _press(page)
    _press(page)
    assert Job.select().where(Job.name == "export.make").count() == 1
    page = anna.get(PAGE)
    assert "An export is being made" in page
    assert not [form for form in page.forms.values() if form.action.endswith(PAGE)]
    form = next(form for form in page.forms.values() if form.action.endswith("/step"))
    told = anna.post(form.action, form.submit_fields(), headers={"Accept": "application/json"}).json
    assert told["finished"] and told["location"].endswith(PAGE)
    (kept,) = exporting.kept()
    page = anna.get(PAGE)
    assert kept.name in page
    assert Event.select().where(Event.name == "export.begun").count() == 1


def test_downloaded_whole_and_in_parts(desk: Desk) -> None:
    """As a file that no cache keeps; a browser that was cut off asks for the rest."""
    desk.ticket()
    anna, name = desk.signed_in(), make(desk)
    whole = anna.get(f"{PAGE}/{name}")
    assert whole.headers["Content-Disposition"].startswith(f'attachment; filename="{name}"')
    assert whole.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(whole.body)) as opened:
        assert json.loads(opened.read("export.json"))["with_passwords"] is False
    rest = anna.get(f"{PAGE}/{name}", headers={"Range": "bytes=100-"}, status=206)
    assert rest.body == whole.body[100:]


def test_deleted(desk: Desk) -> None:
    """The file is gone, and nothing else can be had by a name."""
    anna, name = desk.signed_in(), make(desk)
    page = anna.get(PAGE)
    form = next(f for f in page.forms.values() if f.action.endswith("/delete"))
    form.submit(status=303)
    assert exporting.kept() == []
    anna.get(f"{PAGE}/{name}", status=404)
    (desk.folder / "exports" / "x.zip").write_bytes(b"")
    for other in ("x.zip", "..%2Fconfig.json", "%2e%2e%2fconfig.json", f"{name}%00"):
        anna.get(f"{PAGE}/{other}", status=404)


def test_given_up_is_told(desk: Desk) -> None:
    """With what the system said, and the button is there again."""
    (desk.folder / "exports").write_bytes(b"in the way")
    anna = desk.signed_in()
    _press(anna.get(PAGE))
    for _turn in range(jobs.TRIES):
        Job.update(due=Job.created).where(Job.name == "export.make").execute()
        mine = jobs.claim(name="export.make")
        assert mine is not None
        jobs.run(mine)
    page = anna.get(PAGE)
    assert "The last export could not be made" in page
    assert [form for form in page.forms.values() if form.action.endswith(PAGE)]
