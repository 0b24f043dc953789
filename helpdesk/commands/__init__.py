"""The commands of `python3 -m helpdesk`: one module each, with `arguments` and `run`."""
