"""What a mail server shows of itself, as it should be or with a fault."""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.contact.mail_server import HOST

Key = ec.EllipticCurvePrivateKey
#: The real time: OpenSSL does not travel.
NOW = datetime.now(tz=UTC)


def certificate(
    name: str, key: Key, issuer: str, issuer_key: Key, *, ends: datetime, is_ca: bool = False
) -> x509.Certificate:
    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    return (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


@pytest.fixture
def proof(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ssl.SSLContext]:
    """What a mail server shows: a certificate as it should be, or with this fault."""
    authority, key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    next_year = NOW + timedelta(days=365)
    trusted = certificate("Our CA", authority, "Our CA", authority, ends=next_year, is_ca=True)
    (tmp_path / "ca.pem").write_bytes(trusted.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))

    def show(fault: str) -> ssl.SSLContext:
        name = "elsewhere.example" if fault == "another name" else HOST
        ends = NOW - timedelta(days=1) if fault == "expired" else next_year
        issuer = (name, key) if fault == "self-signed" else ("Our CA", authority)
        shown = certificate(name, key, *issuer, ends=ends)
        path = tmp_path / "server.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + shown.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    return show
