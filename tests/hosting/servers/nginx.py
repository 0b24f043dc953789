"""nginx in front of the desk's own server, below a prefix or on a name of its own."""

from pathlib import Path

from tests.hosting.servers.host import program
from tests.hosting.servers.space import SERVER_USER, server_user
from tests.hosting.servers.standalone import StandAlone
from tests.packaging.smoke import free_port
from tests.servers import certificate

NGINX = (("/usr/sbin/nginx", "nginx-light"),)
BASE = """\
daemon off;
worker_processes 1;
pid {root}/nginx.pid;
error_log {root}/server.log warn;
{user}
events {{ worker_connections 64; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {root}/body;
    proxy_temp_path {root}/proxy;
    fastcgi_temp_path {root}/fastcgi;
    scgi_temp_path {root}/scgi;
    uwsgi_temp_path {root}/uwsgi;
    server {{
        listen 127.0.0.1:{port}{tls}
        server_name {hostname};
        root {public};
{own}
    }}
}}
"""
FORWARDED = """\
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Proto $scheme;
            client_max_body_size 60m;
"""
SITE = """\
        location / { try_files $uri $uri/ /index.html; }
"""


class Nginx(StandAlone):
    """The site is nginx's, the desk answers below a prefix, which nginx hands on."""

    name, title, needs = "nginx", "nginx, prefix kept", NGINX
    must = "a unit of systemd and a location"
    prefix = "/helpdesk"

    def __init__(self, release: Path, *, outside: bool = True) -> None:
        super().__init__(release, outside=outside)
        self.behind = free_port()
        self.most = "60m"

    def start(self) -> None:
        """The desk first, then what stands in front."""
        self.serve(self.behind)
        text = BASE.format(
            root=self.root,
            port=self.port,
            public=self.space.public,
            hostname=self.hostname,
            user=f"user {SERVER_USER};" if server_user() else "",
            tls=self.tls(),
            own=self.own().replace("60m", self.most),
        )
        (self.root / "nginx.conf").write_text(text, "utf-8")
        command = [program("nginx"), "-e", str(self.log), "-c", str(self.root / "nginx.conf")]
        self.run(command, port=self.port)

    def tls(self) -> str:
        """What follows the port."""
        return ";"

    def own(self) -> str:
        """What the example says for a desk below a prefix."""
        return f"""\
        location /helpdesk/ {{
            proxy_pass http://127.0.0.1:{self.behind};
{FORWARDED}        }}
{SITE}"""


class NginxStripped(Nginx):
    """The same, but nginx takes the prefix away: the desk has to be told of it."""

    name, title = "nginx-stripped", "nginx, prefix stripped"
    must = "the same, and `--prefix`"

    def own(self) -> str:
        """With a slash behind the port, nginx replaces the prefix by it."""
        return super().own().replace(f":{self.behind};", f":{self.behind}/;")


class SubDomain(Nginx):
    """A name of its own, over TLS."""

    name, title = "sub-domain", "nginx, a sub-domain with TLS"
    must = "a unit of systemd, a server block, a certificate"
    prefix, scheme, hostname = "", "https", "desk.bakery.example"

    def tls(self) -> str:
        """A certificate that nobody has signed."""
        made = certificate.make(self.root)
        assert made, "a certificate can't be made here"
        return f" ssl;\n        ssl_certificate {made[0]};\n        ssl_certificate_key {made[1]};"

    def own(self) -> str:
        """All of it is the desk's."""
        return f"""\
        location / {{
            proxy_pass http://127.0.0.1:{self.behind};
{FORWARDED}        }}
"""
