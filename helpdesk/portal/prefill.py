"""Fields of the form that an address fills in, as links from elsewhere have them."""

from helpdesk.web.call import Call

# Field and its most characters: what people send longer than this they type or paste.
FIELDS = {"name": 255, "email": 254, "subject": 255, "message": 10_000, "category": 20}
FIELDS |= {"priority": 20}


def prefill(call: Call) -> None:
    """Take the fields from the address, while nothing was sent yet."""
    if call.route.method != "GET":
        return
    for name, most in FIELDS.items():
        if text := call.query.get(name, "")[:most]:
            line = text if name == "message" else " ".join(text.split())
            call.form.values.setdefault(name, [line.replace("\r\n", "\n").replace("\0", "")])
