"""Mistyped mail domains: what was probably meant, to be offered and never forced."""

# Where most people have their mail. One slip away from one of these is more likely a slip than an
# address of its own; domains that are real and that near are named in `REAL`.
KNOWN = (
    *("gmail.com", "googlemail.com", "yahoo.com", "hotmail.com", "outlook.com", "live.com"),
    *("icloud.com", "msn.com", "aol.com", "protonmail.com", "yahoo.es", "yahoo.fr", "yahoo.co.uk"),
    *("yahoo.de", "hotmail.es", "hotmail.fr", "hotmail.co.uk", "outlook.es", "outlook.fr"),
    *("gmx.de", "gmx.net", "web.de", "t-online.de", "freenet.de", "orange.fr", "wanadoo.fr"),
    *("free.fr", "laposte.net", "yandex.ru", "mail.ru", "rambler.ru", "ukr.net"),
    *("meta.ua", "yahoo.co.id", "telefonica.net", "comcast.net", "verizon.net"),
)
REAL = frozenset(
    {
        *("gmx.at", "gmx.ch", "gmx.com", "gmx.fr", "gmx.es", "mail.com", "email.com", "ymail.com"),
        *("yahoo.ca", "yahoo.cn", "yahoo.it", "yahoo.pl", "yahoo.ro", "yahoo.com.br", "live.co.uk"),
        *(
            "hotmail.de",
            "hotmail.it",
            "hotmail.be",
            "outlook.de",
            "outlook.it",
            "outlook.be",
            "ya.ru",
        ),
        *("live.de", "live.fr", "live.it", "live.nl", "live.ca", "orange.es", "orange.pl", "ya.ru"),
        *("yandex.ua", "yandex.by", "yandex.kz", "yandex.com", "inbox.ru", "list.ru", "aol.de"),
        *(
            "web.com",
            "free.com",
            "icloud.co",
            "love.com",
            "bigmail.com",
            "web.dk",
            "vk.ru",
            "ya.ru",
        ),
    }
)


def meant(email: str) -> str:
    """The address that was probably meant, '' when there is nothing to say."""
    local, _at, domain = email.strip().rpartition("@")
    typed = domain.casefold()
    if not local or not 4 <= len(typed) <= 30 or typed in KNOWN or typed in REAL:
        return ""
    near = next((known for known in KNOWN if is_one_slip(typed, known)), "")
    return f"{local}@{near}" if near else ""


def is_one_slip(typed: str, meant: str) -> bool:
    """Whether one letter is missing, too much, another one, or two neighbours are exchanged
    (a Damerau-Levenshtein distance of one)."""
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return False
    at, shorter = 0, min(len(typed), len(meant))
    while at < shorter and typed[at] == meant[at]:
        at += 1
    if len(typed) == len(meant):
        exchanged = typed[at : at + 2] == meant[at : at + 2][::-1]
        return typed[at + 1 :] == meant[at + 1 :] or (
            exchanged and typed[at + 2 :] == meant[at + 2 :]
        )
    if len(typed) > len(meant):
        return typed[at + 1 :] == meant[at:]
    return meant[at + 1 :] == typed[at:]
