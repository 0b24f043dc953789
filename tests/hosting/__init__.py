"""The release on real web servers, each a private instance on loopback."""
