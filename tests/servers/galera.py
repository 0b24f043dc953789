"""A private Galera cluster on loopback: three MariaDB nodes, from Debian's packages.

One node is made and stopped in order; the others start as copies of it, so that what a node has
missed is all that ever has to be brought over (IST). Nodes are of one machine, so the script that
Galera wants for that needs neither rsync nor mariabackup.
"""

import os
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from helpdesk.config import Database
from tests.plugin_skips import thorough
from tests.servers import mariadb
from tests.servers.mariadb import PASSWORD, USER, MariaDB, wait_until

PROVIDER = Path("/usr/lib/galera/libgalera_smm.so")
# A node that is killed is noticed after a second instead of five. How long those that are left may
# take to agree on it stays Galera's own: on a busy machine three seconds let all of them fall
# apart, which nothing but an administrator can mend while one is missing.
QUICK = "evs.keepalive_period=PT0.2S;evs.inactive_check_period=PT0.2S;evs.suspect_timeout=PT1S;"
QUICK += "evs.inactive_timeout=PT15S;evs.install_timeout=PT7.5S"
# What a node that comes back has missed has to be in here: another way to fetch it isn't set up.
CACHE = "512M" if thorough() else "64M"
_PRIMARY = "SHOW STATUS LIKE 'wsrep_cluster_status'"
_SYNCED = "SHOW STATUS LIKE 'wsrep_local_state_comment'"
_SST = """#!/bin/sh
role= address= gtid= domain=0 bypass=0
while [ $# -gt 0 ]; do
  case "$1" in
    --role) role=$2; shift;;
    --address) address=$2; shift;;
    --gtid) gtid=$2; shift;;
    --gtid-domain-id) domain=$2; shift;;
    --bypass) bypass=1;;
    --mysqld-args) break;;
  esac
  shift
done
told="$(dirname "$0")/$(echo "$address" | tr -dc 0-9)"
if [ "$role" = joiner ]; then
  rm -f "$told"
  echo "ready $address"
  while [ ! -s "$told" ]; do sleep 0.05; done
  cat "$told"
else
  [ $bypass = 1 ] || exit 1
  echo continue
  echo "$gtid $domain" > "$told.new" && mv "$told.new" "$told"
  echo "done $gtid"
fi
"""


def missing() -> str:
    """Why no cluster can be started here, or ''."""
    if not PROVIDER.exists():
        return f"{PROVIDER} isn't there: apt-get install galera-4"
    return mariadb.missing()


class Node(MariaDB):
    """One of the nodes; `first` is the one that it is a copy of."""

    def __init__(self, folder: Path, ports: list[int], first: "Node | None" = None) -> None:
        self.ports = ports  # at which the nodes talk with each other, this one's first
        self.first = first
        self.founds = first is None  # starts a cluster instead of joining one
        self.transfers = mariadb._free_port()
        self.position = ""  # up to which it has everything; known again after an end in order
        folder.mkdir()
        super().__init__(folder=folder)
        self._kept = False
        self.environ = {**os.environ, "PATH": f"{folder.parent / 'bin'}:{os.environ['PATH']}"}

    def rejoin(self) -> None:
        """Start again after a kill."""
        if not self.position:
            self.position = self._recovered()
        self.start()
        self.position = ""

    def _recovered(self) -> str:
        """How far the node has come, from its own log, as the service's script finds it out."""
        log = self.folder / "recovery.log"
        log.unlink(missing_ok=True)
        command = [*self._command(), "--wsrep-recover", f"--log-error={log}"]
        subprocess.run(command, env=self.environ, check=True, capture_output=True, timeout=60)
        found = re.findall(r"Recovered position:\s*(\S+)", log.read_text())
        return str(found[-1])

    def _install(self) -> None:
        if self.first is None:
            super()._install()
            return
        self._root = self.first._root
        (self.folder / "init.sql").touch(mode=0o600)
        shutil.copytree(
            self.first.folder / "data",
            self.folder / "data",
            ignore=lambda _folder, names: [n for n in names if n.startswith("galera.cache")],
        )
        state = self.folder / "data" / "grastate.dat"
        state.write_text(state.read_text().replace("bootstrap: 1", "bootstrap: 0"))

    def _command(self) -> list[str]:
        own, *others = self.ports
        listening = f"gmcast.listen_addr=tcp://127.0.0.1:{own};base_host=127.0.0.1;base_port={own}"
        listening += (
            f";ist.recv_addr=127.0.0.1:{self.transfers};gcache.size={CACHE};pc.recovery=false"
        )
        command = [*super()._command(), "--wsrep-on=ON", f"--wsrep-provider={PROVIDER}"]
        command += [f"--wsrep-provider-options={listening};{QUICK}", "--wsrep-sst-method=local"]
        known = "" if self.founds else ",".join(f"127.0.0.1:{port}" for port in others)
        command += [f"--wsrep-cluster-address=gcomm://{known}"]
        command += ["--wsrep-cluster-name=helpdesk", f"--wsrep-node-name={self.folder.name}"]
        command += ["--wsrep-node-address=127.0.0.1", "--binlog-format=ROW"]
        command += [f"--wsrep-sst-receive-address=127.0.0.1:{mariadb._free_port()}"]
        command += ["--innodb-autoinc-lock-mode=2"]
        if self.founds:
            command.append("--wsrep-new-cluster")
        if self.position:
            command.append(f"--wsrep-start-position={self.position}")
        return command

    def _ready(self) -> bool:
        return super()._ready() and self.run(_SYNCED) == [("wsrep_local_state_comment", "Synced")]


class Galera:
    """Three nodes with the same data."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hd-galera-", dir="/tmp"))
        (self.folder / "bin").mkdir()
        script = self.folder / "bin" / "wsrep_sst_local"
        script.write_text(_SST)
        script.chmod(0o755)
        self.nodes: list[Node] = []

    def start(self) -> None:
        """Start them all."""
        ports = [mariadb._free_port() for _number in range(3)]
        first = Node(self.folder / "1", ports)
        first.start()
        first.stop()
        first.folder.joinpath("init.sql").write_text("")
        turned = [ports[at:] + ports[:at] for at in range(3)]
        self.nodes = [first, *(Node(self.folder / f"{n + 1}", turned[n], first) for n in (1, 2))]
        for node in self.nodes:
            node.start()
        first.founds = False

    def remove(self) -> None:
        """End them and remove their folder."""
        for node in self.nodes:
            node.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    def whole(self) -> bool:
        """Start again what was killed; whether all see each other. Where a test before has left no
        majority, a node is told to go on alone, as an administrator would."""
        alive = [node for node in self.nodes if node.running]
        if not any(node.run(_PRIMARY)[0][1] == "Primary" for node in alive):
            alive[0].run("SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'")
        for node in self.nodes:
            if not node.running:
                node.rejoin()
        return wait_until(self._see_each_other, time.monotonic() + 60)

    def database(self) -> Database:
        """An empty database, by the addresses of all nodes."""
        name = f"helpdesk_{secrets.token_hex(4)}"
        node = next(node for node in self.nodes if node.running)
        node.run(f"CREATE DATABASE `{name}`")
        node.run(f"GRANT ALL ON `{name}`.* TO '{USER}'@'%'")
        return self.address(name, self.nodes)

    def address(self, name: str, nodes: list[Node]) -> Database:
        """A database, by the addresses of these nodes, the first of which is asked first."""
        way: dict[str, Any] = {"user": USER, "password": PASSWORD, "name": name, "tls": "off"}
        if len(nodes) == 1:
            return Database("mysql", host="127.0.0.1", port=nodes[0].port, **way)
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in nodes)
        return Database("mysql", host=hosts, **way)

    def _see_each_other(self) -> bool:
        sizes = [node.run("SHOW STATUS LIKE 'wsrep_cluster_size'")[0][1] for node in self.nodes]
        return sizes == [str(len(self.nodes))] * len(self.nodes)
