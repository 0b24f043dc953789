"""Apache with the desk as CGI, FastCGI, Passenger application or mod_wsgi application."""

from pathlib import Path
from typing import ClassVar

from tests.hosting.servers.host import Host, program
from tests.hosting.servers.space import SERVER_USER, Space, server_user

MODULES = Path("/usr/lib/apache2/modules")
COMMON = (
    "mpm_event",
    "authz_core",
    "alias",
    "dir",
    "autoindex",
    "mime",
    "env",
    "setenvif",
    "rewrite",
)
APACHE = ("/usr/sbin/apache2", "apache2")
BASE = """\
ServerName 127.0.0.1
ServerRoot "{root}"
DefaultRuntimeDir "{root}"
PidFile "{root}/apache.pid"
Listen 127.0.0.1:{port}
{modules}
{user}
StartServers 1
ThreadsPerChild 8
ServerLimit 2
MaxRequestWorkers 16
LogLevel warn
ErrorLog "{root}/server.log"
TypesConfig /etc/mime.types
DirectoryIndex index.html
DocumentRoot "{public}"
<Directory "{public}">
    Options Indexes FollowSymLinks ExecCGI
    AllowOverride {overrides}
    Require all granted
</Directory>
{own}
"""


class Apache(Host):
    """A server for many customers. It allows them in `.htaccess` no more than the desk needs, or
    with `overrides` nothing, so that the file is ignored."""

    modules: tuple[str, ...] = ()
    needs: ClassVar[tuple[tuple[str, str], ...]] = (APACHE,)
    choice = "CGI"  # which of the lines of .htaccess the visitor leaves without a #

    def __init__(self, release: Path, *, outside: bool = True, overrides: str = "FileInfo") -> None:
        super().__init__(release, outside=outside)
        self.overrides = overrides
        self.more = ""  # lines that a test adds
        choose(self.space.folder / ".htaccess", self.choice)

    def start(self) -> None:
        """Write its configuration and start it."""
        loaded = (
            f"LoadModule {n}_module {MODULES / f'mod_{n}.so'}" for n in (*COMMON, *self.modules)
        )
        text = BASE.format(
            root=self.root,
            port=self.port,
            public=self.space.public,
            modules="\n".join(loaded),
            user=f"User {SERVER_USER}\nGroup {SERVER_USER}" if server_user() else "",
            overrides=self.overrides,
            own=self.own(self.space) + self.more,
        )
        (self.root / "apache.conf").write_text(text, "utf-8")
        command = [program("apache2"), "-f", str(self.root / "apache.conf"), "-DFOREGROUND"]
        self.run(command, port=self.port)

    def own(self, space: Space) -> str:
        """What the host's administrator has set up for this way of running programs."""
        raise NotImplementedError


class Cgi(Apache):
    """A process for each request: what every host with Python has."""

    name, title, modules = "cgi", "CGI", ("cgid",)
    must = "nothing"

    def own(self, space: Space) -> str:
        """Files ending in .cgi are programs."""
        return f"""\
ScriptSock "{self.root}/cgid.sock"
CGIDScriptTimeout 20
AddHandler cgi-script .cgi
"""


class FastCgi(Apache):
    """A process that stays, started by the server when it is needed."""

    name, title, modules = "fastcgi", "FastCGI", ("fcgid",)
    must = "choose FastCGI in `.htaccess`"
    choice = "FastCGI"
    needs = (APACHE, (str(MODULES / "mod_fcgid.so"), "libapache2-mod-fcgid"))
    most = "FcgidMaxRequestLen 67108864"

    def own(self, space: Space) -> str:
        """Files ending in .fcgi are programs that speak FastCGI."""
        return f"""\
FcgidIPCDir "{self.root}/fcgid"
FcgidProcessTableFile "{self.root}/fcgid.shm"
FcgidInitialEnv PATH /usr/bin:/bin
FcgidMaxProcessesPerClass 2
FcgidConnectTimeout 20
{self.most}
AddHandler fcgid-script .fcgi
"""


class Passenger(Apache):
    """Phusion Passenger, as panels offer it under “Setup Python App”."""

    name, title, modules = "passenger", "Passenger", ("passenger",)
    must = "choose Passenger in `.htaccess`, name the folder in the panel"
    choice = "Passenger"
    needs = (APACHE, (str(MODULES / "mod_passenger.so"), "libapache2-mod-passenger"))

    def own(self, space: Space) -> str:
        """What a panel writes for an application below an address."""
        return f"""\
PassengerRoot /usr/lib/ruby/vendor_ruby/phusion_passenger/locations.ini
PassengerDefaultRuby /usr/bin/ruby
PassengerInstanceRegistryDir "{self.root}"
PassengerLogFile "{self.root}/server.log"
PassengerDisableSecurityUpdateCheck On
PassengerDisableAnonymousTelemetry On
PassengerMaxPoolSize 2
<Location "/helpdesk">
    PassengerEnabled On
    PassengerBaseURI /helpdesk
    PassengerAppRoot "{space.folder}"
    PassengerAppType wsgi
    PassengerStartupFile passenger_wsgi.py
    PassengerPython /usr/bin/python3
</Location>
"""


class ModWsgi(Apache):
    """Python inside of Apache's own processes, with Debian's Python."""

    name, title, modules = "mod_wsgi", "mod_wsgi", ("wsgi",)
    must = "five lines in the site's configuration"
    needs = (APACHE, (str(MODULES / "mod_wsgi.so"), "libapache2-mod-wsgi-py3"))

    def own(self, space: Space) -> str:
        """The part of docs/examples/apache.conf that speaks of mod_wsgi."""
        return f"""\
WSGISocketPrefix "{self.root}/wsgi"
WSGIDaemonProcess helpdesk processes=1 threads=4 display-name=python-helpdesk
WSGIProcessGroup helpdesk
WSGIApplicationGroup %{{GLOBAL}}
WSGIScriptAlias /helpdesk "{space.folder}/wsgi.py"
WSGIPassAuthorization On
WSGIChunkedRequest On
<Directory "{space.folder}">
    AllowOverride None
</Directory>
"""


def choose(rules: Path, wanted: str) -> None:
    """What INSTALL.md asks a visitor to do in `.htaccess`: of the ways at its end, leave one
    without a # before its lines."""
    head, sign, tail = rules.read_text("ascii").partition("# Everything else.")
    lines, way = [], ""
    for line in (sign + tail).splitlines():
        if line.startswith("# "):
            way = line.split()[1].rstrip(",:")
        elif bare := line.lstrip("#"):
            line = bare if way == wanted else f"#{bare}"
        lines.append(line)
    rules.write_text(head + "\n".join(lines) + "\n", "ascii")
