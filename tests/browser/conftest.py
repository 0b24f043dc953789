"""How long a browser may take: waiting ends when what is waited for is there."""

from playwright.sync_api import expect

PATIENCE = 20_000  # ms after which it won't come any more, on however busy a machine

expect.set_options(timeout=PATIENCE)
