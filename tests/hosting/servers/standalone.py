"""The desk's own server."""

from tests.hosting.servers.host import Host


class StandAlone(Host):
    """`serve` from the unzipped folder, with Debian's Python and no library of its own."""

    name, title = "stand-alone", "stand-alone"
    must = "one command"
    needs = (("/usr/bin/python3", "python3"),)
    prefix = ""
    has_thread = True

    def start(self) -> None:
        """Listen where visitors come."""
        self.serve(self.port)

    def serve(self, port: int) -> None:
        """Start it as the unit of systemd does."""
        command = ["/usr/bin/python3", "-m", "helpdesk", "serve", "--port", str(port)]
        command += ["--data", str(self.data or self.space.home / "helpdesk-data-1")]
        if self.prefix:
            command += ["--prefix", self.prefix]
        self.run(command, port=port, user=True, folder=self.space.folder)
