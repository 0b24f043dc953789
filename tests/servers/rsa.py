"""The server's half of MySQL 8's log-in over an open line, which takes `cryptography`."""

import importlib.util


class Key:
    """A key whose public half a client gets, and asks nobody whose it is."""

    def __init__(self) -> None:
        self.public_pem = b"a key"  # nobody reads it: the client has no `cryptography` either
        if importlib.util.find_spec("cryptography") is None:
            return
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import rsa

        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.public_pem = self._key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def decrypt(self, message: bytes) -> bytes:
        """What the client has encrypted."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding

        # SHA-1 is what MySQL's protocol says.
        oaep = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)
        return self._key.decrypt(message, oaep)
