"""Servers that tests start privately on loopback, in temporary folders, as plain processes."""
