"""A customer's web space: a site of their own, and the release unzipped into a folder of it."""

import os
import pwd
import shutil
import tempfile
import time
import zipfile
from pathlib import Path

SERVER_USER = "www-data"  # whom Debian's servers become when root starts them
LATE = 5  # seconds
SITE = "Corner Bakery, since 1921"
# As content management systems write it: what isn't there is answered by the site.
SITE_RULES = """\
RewriteEngine On
RewriteBase /
RewriteRule ^index\\.html$ - [L]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule . /index.html [L]
"""


class Space:
    """`home` with `public_html` in it, and in that `helpdesk`.

    With `outside` false the customer may write below `public_html` only, so that the desk's data
    can't lie anywhere else.
    """

    def __init__(self, release: Path, *, outside: bool = True) -> None:
        # Short, for the path of a socket ends at 107 characters.
        self.root = Path(tempfile.mkdtemp(prefix="hd-host-", dir="/tmp"))
        self.root.chmod(0o755)
        self.home = self.root / "home"
        self.public = self.home / "public_html"
        self.folder = self.public / "helpdesk"
        self.public.mkdir(parents=True)
        (self.public / ".htaccess").write_text(SITE_RULES, "ascii")
        page = f"<!doctype html><title>{SITE}</title><h1>{SITE}</h1>"
        (self.public / "index.html").write_text(page, "utf-8")
        unzip(release, self.public)
        self._give_away()
        if not outside:
            self.home.chmod(0o555)
            if os.geteuid() == 0:
                os.chown(self.home, 0, 0)

    @property
    def data(self) -> Path:
        """Where the wizard has put the data folder."""
        found = [*self.home.glob("helpdesk-data-*"), *self.folder.glob("data-*")]
        assert len(found) == 1, found
        return found[0]

    @property
    def code(self) -> str:
        """The set-up code, as the owner of the files reads it."""
        (file,) = self.data.glob("setup-code-*.txt")
        return file.read_text("utf-8").rpartition(": ")[2].strip()

    def remove(self) -> None:
        """Remove it with all that the servers have written, also what a child that does timed work
        after its answer writes at this moment."""
        self.home.chmod(0o755)
        ends = time.monotonic() + LATE
        while self.root.exists() and time.monotonic() < ends:
            shutil.rmtree(self.root, ignore_errors=True)

    def _give_away(self) -> None:
        """The files belong to whom the programs run as, as on hosts with a user for each site."""
        if (owner := server_user()) is None:
            return
        for path in (self.home, *self.home.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid)


def server_user() -> pwd.struct_passwd | None:
    """The user that servers become when root starts them; None where they stay who they are."""
    return pwd.getpwnam(SERVER_USER) if os.geteuid() == 0 else None


def unzip(archive: Path, target: Path) -> None:
    """Unpack with the modes that the archive tells, as `unzip` and file managers do."""
    with zipfile.ZipFile(archive) as packed:
        for each in packed.infolist():
            made = Path(packed.extract(each, target))
            if mode := each.external_attr >> 16 & 0o777:
                made.chmod(mode)
