"""A self-signed certificate for the servers of the tests, as hosts' database servers have one."""

import shutil
import subprocess
from pathlib import Path


def make(folder: Path) -> tuple[Path, Path] | None:
    """Certificate and key in a folder, or None where openssl isn't there."""
    openssl = shutil.which("openssl")
    if openssl is None:
        return None
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=database.example", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key
