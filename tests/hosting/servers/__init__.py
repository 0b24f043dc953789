"""The hosts, one class each."""

from tests.hosting.servers.apache import Cgi, FastCgi, ModWsgi, Passenger
from tests.hosting.servers.host import Host
from tests.hosting.servers.nginx import Nginx, NginxStripped, SubDomain
from tests.hosting.servers.standalone import StandAlone

HOSTS: dict[str, type[Host]] = {
    host.name: host
    for host in (Cgi, FastCgi, Passenger, ModWsgi, Nginx, NginxStripped, SubDomain, StandAlone)
}

__all__ = ["HOSTS", "Host"]
