"""A desk on several machines: processes with data folders of their own on a Galera cluster."""
