"""Prints a .env for this machine, with secrets nobody else has; `make run` keeps it once."""

import secrets
from base64 import urlsafe_b64encode

print("# Made on the first run, for this machine only. .env.example says what else can be set.")
print("SITE_URL=http://127.0.0.1:8000")
print(f"SECRET_KEY={secrets.token_urlsafe(48)}")
print(f"INQUIRY_KEYS={urlsafe_b64encode(secrets.token_bytes(32)).decode()}")
