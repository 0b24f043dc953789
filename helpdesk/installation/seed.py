"""The first rows of a new desk, and the moment at which it counts as installed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpdesk import (
    config,
    db,
    events,
    i18n,
    labels,
    migrations,
    permissions,
    secrets,
    security,
    settings,
)
from helpdesk import staff as people
from helpdesk.config import Config, Database
from helpdesk.customers import normal_email
from helpdesk.i18n import N_
from helpdesk.schema import Category, Priority, Role, Staff, Status
from helpdesk.updating import release

_STATUSES = (
    (N_("New"), "new"),
    (N_("Open"), "open"),
    (N_("Waiting"), "waiting"),
    (N_("On hold"), "hold"),
    (N_("Resolved"), "resolved"),
)
_PRIORITIES = (
    (N_("Urgent"), "urgent"),
    (N_("High"), "high"),
    (N_("Normal"), "normal"),
    (N_("Low"), "low"),
)


@dataclass(frozen=True)
class Plan:
    """What the desk is called, and who administers it first."""

    title: str
    url: str
    language: str
    timezone: str
    admin_name: str
    admin_email: str
    admin_password: str  # a hash; the password itself is never kept
    mail: Mapping[str, Any] = field(default_factory=dict, repr=False)  # settings, by key


def make_tables(address: Database, seconds: float = migrations.SLICE) -> migrations.Progress:
    """One slice of the tables; call again until it is finished."""
    db.use(address)
    with db.connection():
        return migrations.run_slice(seconds)


def complete(folder: Path, address: Database, plan: Plan) -> Config:
    """Write the first rows, then the configuration that makes the desk official.

    Raises FileExistsError when somebody else has finished meanwhile. Harmless when run twice; the
    second time it takes over what was changed in the plan.
    """
    made = Config(folder, address, security.token(48))
    secrets.use(made.secret_key)
    db.use(address)
    with db.connection():
        db.retried(lambda: _fill(plan))
    config.create(made)
    return made


def _fill(plan: Plan) -> None:
    with db.transaction():
        first = Staff.select().order_by(Staff.id).first()
        if first is not None:
            _again(first, plan)
        else:
            with i18n.speaking(plan.language):
                _rows(plan)
        release.note()


def _rows(plan: Plan) -> None:
    administrator = _role(i18n.gettext("Administrator"), permissions.ADMINISTRATOR)
    _role(i18n.gettext("Operator"), permissions.OPERATOR)
    for position, (name, meaning) in enumerate(_STATUSES):
        row = Status.create(
            name=i18n.gettext(name), meaning=meaning, position=position, is_default=True
        )
        _translate(row, name, plan.language)
    for position, (name, level) in enumerate(_PRIORITIES):
        usual = level == "normal"
        row = Priority.create(
            name=i18n.gettext(name), level=level, position=position, is_default=usual
        )
        _translate(row, name, plan.language)
    _translate(Category.create(name=i18n.gettext("General")), "General", plan.language)
    first: Staff = people.add(
        name=plan.admin_name,
        email=plan.admin_email,
        password_hash=plan.admin_password,
        role=administrator,
    )
    _name_the_site(plan)
    events.record(events.INSTALLED, events.system("command"), staff_id=first.id)


def _again(first: Staff, plan: Plan) -> None:
    """The rows are there from a run that was killed before it could make the desk official."""
    first.name, first.email, first.password = plan.admin_name, plan.admin_email, plan.admin_password
    first.email_normal = normal_email(plan.admin_email)
    first.save()
    _name_the_site(plan)


def _name_the_site(plan: Plan) -> None:
    settings.change(
        {
            "site.title": plan.title,
            "site.url": plan.url,
            "site.language": plan.language,
            "site.timezone": plan.timezone,
            **plan.mail,
        }
    )


def _role(name: str, keys: tuple[str, ...]) -> Role:
    made: Role = Role.create(name=name, permissions=json.dumps(keys), is_ready_made=True)
    return made


def _translate(row: db.Table, name: str, own: str) -> None:
    for code in i18n.available():
        if code != own:
            with i18n.speaking(code):
                labels.translate(row, code, i18n.gettext(name))
