"""What an error of server or driver means, and what the person at the wizard can do about it."""

import socket
from collections.abc import Mapping
from typing import Any

from helpdesk.db.refused import Refused
from helpdesk.i18n import N_, _

# From the least telling to the most: when several ways were tried, the last of these is reported.
# The further a log-in came, the more its failure says.
MESSAGES = {
    "nothing_listens": N_(
        "No database server answers at {where}. Check host and port, and whether the server runs."
    ),
    "unreachable": N_(
        "There is no way from this server to {where}. Check the host, or ask the provider "
        "whether a firewall stands between."
    ),
    "name_unknown": N_(
        "The host “{host}” isn't known. Check its spelling; on shared hosts it is often localhost."
    ),
    "no_socket": N_(
        "There is no socket at “{socket}”. Check the path, or leave it empty and use host and port."
    ),
    "socket_denied": N_(
        "This program may not use the socket “{socket}”. Ask the provider to allow it, "
        "or leave it empty and use host and port."
    ),
    "timeout": N_(
        "The database server at {where} didn't answer in time. Check host and port; "
        "a firewall may stand between. Then try again."
    ),
    "not_mysql": N_(
        "What answers at {where} isn't MySQL or MariaDB. Check the port; the usual one is 3306."
    ),
    "dropped": N_(
        "The database server at {where} closed the connection at once. Try again in a minute; "
        "if it stays so, ask the provider to look at the database server's log."
    ),
    "server": N_("The database server answered: {detail}"),
    "busy": N_(
        "The database server has too many connections just now. Try again in a minute; "
        "if it happens often, ask the provider to raise the limit."
    ),
    "host_blocked": N_(
        "The database server blocks this machine after too many failed connections. "
        "Ask the provider to run: FLUSH HOSTS;"
    ),
    "host_not_allowed": N_(
        "The database server takes no connections from this machine. Allow it in the host's "
        "panel, where it is often called “Remote MySQL”, or ask the provider."
    ),
    "no_tls": N_(
        "The database server offers no encryption (TLS). Ask the provider to switch it on, or "
        "allow connections without it where nobody else can read the network between."
    ),
    "tls_failed": N_(
        "No encrypted connection (TLS) came about: {detail}. Ask the provider to renew the "
        "database server's TLS settings, or allow connections without it where nobody else can "
        "read the network between."
    ),
    "tls_required": N_(
        "The database server wants an encrypted connection. Switch TLS on and try again."
    ),
    "login_plugin": N_(
        "The user “{user}” logs in by a method that this program doesn't know ({detail}). "
        "Let the provider run: ALTER USER {account} IDENTIFIED VIA mysql_native_password "
        "USING PASSWORD('the password');"
    ),
    "login_method": N_(
        "The user “{user}” has MySQL 8's own log-in, which needs a secure way to the server. Do "
        "one of these: if the database is on this machine, give the path of its socket; "
        "switch TLS on at the database server; install the Python package “cryptography”; or "
        "let the provider run: "
        "ALTER USER {account} IDENTIFIED WITH mysql_native_password BY 'the password';"
    ),
    "access_denied": N_(
        "The database server knows no user “{user}” with this password. Check both. On shared "
        "hosts the user's name begins with the account's, like account_helpdesk."
    ),
    "account_locked": N_("The user “{user}” is locked. Ask the provider to unlock it."),
    "password_expired": N_(
        "The password of the user “{user}” has expired. Set a new one in the host's panel."
    ),
    "database_denied": N_(
        "The user “{user}” may not use a database “{name}”. Check its name, which on shared hosts "
        "begins with the account's, like account_helpdesk; then give the user all rights to it "
        "in the host's panel."
    ),
    "unknown_database": N_(
        "There is no database “{name}”. Make it in the host's panel, or check its name: on shared "
        "hosts it begins with the account's, like account_helpdesk."
    ),
    "read_only": N_(
        "The database server can only be read at the moment. Ask the provider when it can be "
        "written to again, and try again."
    ),
    "no_innodb": N_(
        "The database server has no InnoDB tables, which the help desk needs so that nothing gets "
        "lost. Ask the provider to switch InnoDB on."
    ),
    "packet_small": N_(
        "The database server takes at most {detail} at once (max_allowed_packet), and the help "
        "desk needs 1 MB for files and messages. Ask the provider to raise it to 16 MB, by this "
        "line under [mysqld] in my.cnf: max_allowed_packet = 16M"
    ),
    "too_old": N_(
        "The database server is {detail}. The help desk needs MariaDB 10.3 or MySQL 5.7.8, or "
        "newer. Ask the provider for a newer one, or use SQLite."
    ),
}
_RANKS = {reason: rank for rank, reason in enumerate(MESSAGES)}

_REASONS = {
    1040: "busy",
    1044: "database_denied",
    1045: "access_denied",
    1049: "unknown_database",
    1129: "host_blocked",
    1130: "host_not_allowed",
    1203: "busy",
    1226: "busy",
    1251: "login_plugin",
    1286: "no_innodb",
    1290: "read_only",
    1698: "access_denied",
    1820: "password_expired",
    1836: "read_only",
    1862: "password_expired",
    2006: "dropped",
    2013: "dropped",
    2026: "no_tls",
    2059: "login_plugin",
    3118: "account_locked",
    3159: "tls_required",  # MySQL's number; MariaDB has none of its own, see below
    4151: "account_locked",
}


def refusal(reason: str, arguments: Mapping[str, Any], detail: str = "") -> Refused:
    """The refusal for a reason, told with the words of the address that was tried."""
    return Refused(reason, _(MESSAGES[reason]).format(**_facts(arguments, detail)), detail)


def explain(error: BaseException, arguments: Mapping[str, Any]) -> Refused:
    """The refusal that an exception of driver, network or server means."""
    detail = str(error.args[-1] if error.args else error)
    return refusal(_reason(error, detail), arguments, detail)


def most_telling(refusals: list[Refused]) -> Refused:
    """The one of several refusals that helps most; of equal ones the first."""
    return max(refusals, key=lambda refused: _RANKS[refused.reason])


def _reason(error: BaseException, detail: str) -> str:
    if "insecure transport" in detail:
        return "tls_required"
    if found := _network_reason(_cause(error, detail)):
        return found
    code = error.args[0] if error.args and isinstance(error.args[0], int) else None
    if code in _REASONS:
        return _REASONS[code]
    if isinstance(error, RuntimeError):  # the driver lacks a package that the log-in needs
        return "login_method" if "caching_sha2" in detail else "login_plugin"
    # Of what isn't the protocol at all the driver makes nonsense: no code, or an invented one.
    return "server" if code and code >= 1000 else "not_mysql"


def _cause(error: BaseException, detail: str) -> BaseException:
    if isinstance(original := getattr(error, "original_exception", None), BaseException):
        return original
    context = error.__context__  # is the cause when the driver quotes it; else it is a stranger
    return context if context and str(context) and str(context) in detail else error


def _network_reason(error: BaseException) -> str | None:
    kinds: list[tuple[type[BaseException], str]] = [
        (TimeoutError, "timeout"),
        (socket.gaierror, "name_unknown"),
        (UnicodeError, "name_unknown"),
        (FileNotFoundError, "no_socket"),
        (PermissionError, "socket_denied"),
        (ConnectionRefusedError, "nothing_listens"),
        (ConnectionError, "dropped"),
        (OSError, "tls_failed" if _is_tls(error) else "unreachable"),
    ]
    return next((reason for kind, reason in kinds if isinstance(error, kind)), None)


def _is_tls(error: BaseException) -> bool:
    return type(error).__module__ == "ssl"


def _facts(arguments: Mapping[str, Any], detail: str) -> dict[str, Any]:
    host = arguments.get("host", "localhost")
    path = arguments.get("unix_socket", "")
    from_here = path or host in ("localhost", "127.0.0.1", "::1")
    user = str(arguments["user"]).replace("'", "''")
    return {
        "detail": detail,
        "host": host,
        "socket": path,
        "where": path or f"{host}:{arguments.get('port', 3306)}",
        "user": arguments["user"],
        "name": arguments["database"],
        "account": f"'{user}'@'{'localhost' if from_here else '%'}'",
    }
