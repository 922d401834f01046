"""What the staff door remembers."""

from __future__ import annotations

import hashlib
import time
from binascii import unhexlify
from typing import Any

from django.conf import settings
from django.db import models
from django_otp.models import Device
from django_otp.oath import TOTP

from contact.models.sealed import SealedTextField, Unreadable


class FailedSignIn(models.Model):
    """A try that did not work, once for each count it is in: name, network, browser."""

    #: Keyed hashes, so that neither the name nor the address is stored: of what is counted, and of
    #: the name alone, by which a manager takes all of them back.
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=64, default="", db_default="")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["key", "at"], name="failed_sign_in_key_at"),
            models.Index(fields=["name"], name="failed_sign_in_name"),
        ]

    def __str__(self) -> str:
        return f"at {self.at:%Y-%m-%d %H:%M}"


class FailedTries(models.Model):
    """Tries under one name that failed since the audit was last told of one: all but that first."""

    #: The number of the account; 0 stands for every name that nobody has.
    account = models.PositiveBigIntegerField(unique=True)
    since = models.DateTimeField()
    more = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.more} more since {self.since:%Y-%m-%d %H:%M}"


class Door(models.Model):
    """What the door knows of one account beside its password."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True)
    #: Second steps that failed since the last one that did not.
    failed = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    #: The hash of a code that was mailed or handed over: with it a second step is set up.
    entry_code = models.CharField(max_length=128, blank=True)
    entry_made = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"door of {self.pk}"


class TriesInBrowser(models.Model):
    """Second steps that failed in one browser its owner knows: a thief elsewhere adds none."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    #: What its cookie calls it.
    browser = models.CharField(max_length=24)
    failed = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "browser"], name="one_count_for_a_browser")
        ]

    def __str__(self) -> str:
        return f"{self.failed} in a browser of {self.user_id}"


class UsedName(models.Model):
    """A name that an account has or had. What it did stands in the audit under it, for ever."""

    #: As it is compared, which may be longer than what was typed.
    name = models.CharField(max_length=500, unique=True)
    #: The number of the account, also when that is gone.
    account = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """That a manager invited somebody; the link in the mail is made of its number, signed."""

    email = models.EmailField()
    role = models.CharField(max_length=150)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made = models.DateTimeField()
    #: When it was taken, or a newer one took its place.
    over = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                name="one_invitation_an_address",
                condition=models.Q(over__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class SlowChange(models.Model):
    """A change of an account that one manager alone cannot make count at once.

    It counts after some days, or when a second person confirmed it.
    """

    class What(models.TextChoices):
        ADDRESS = "address", "Another mail address"
        MANAGER = "manager", "Looks after colleagues"
        CLINICIAN = "approves", "Is to approve medical words"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    what = models.CharField(max_length=8, choices=What.choices)
    #: None: whoever runs the site, by a command.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    #: When somebody confirmed it or took it back, or a newer one took its place.
    over = models.DateTimeField(null=True)
    #: Of a clinician: the role that is waited for, and whether another one stands in for it.
    role = models.ForeignKey("auth.Group", models.CASCADE, null=True, related_name="+")
    stands_in = models.BooleanField(default=False, db_default=False)

    #: Of an address: the last one that counted. Back to it, nothing is waited for.
    before = models.EmailField(blank=True, default="", db_default="")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "what"],
                name="one_slow_change_of_a_kind",
                condition=models.Q(over__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.user_id}"


class SealedKey(SealedTextField):
    """Sealed like patients' words; to migrations plain text, which it is to the database."""

    def deconstruct(self) -> Any:
        """Migrations know no other app."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class AskedForLink(models.Model):
    """That somebody typed a mail address at "Forgotten?"; the worker looks whose it is."""

    address = SealedKey()
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"asked {self.pk}"


class PhoneCodes(Device):
    """An app on a phone that shows six digits, new every half minute (TOTP, RFC 6238)."""

    #: In hexadecimal letters.
    key = SealedKey()
    #: Half minutes by which this phone's clock is off, and the time of the last code it gave.
    drift = models.SmallIntegerField(default=0)
    last_t = models.BigIntegerField(default=-1)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "confirmed"], name="one_phone_and_one_to_come")
        ]

    def verify_token(self, token: str) -> bool:
        """True once for each code. Inside a transaction, with this row locked."""
        is_code = len(token) == 6 and token.isascii() and token.isdigit()
        if not is_code or isinstance(self.key, Unreadable):
            return False
        clock = TOTP(unhexlify(self.key), drift=self.drift)
        clock.time = time.time()
        if not clock.verify(int(token), tolerance=1, min_t=self._earliest(clock.t())):
            return False
        self.drift, self.last_t = clock.drift, clock.t()
        self.save(update_fields=["drift", "last_t"])
        return True

    def _earliest(self, now: int) -> int:
        """After the last code. A last one that lies far ahead was before the clock was set back."""
        return self.last_t + 1 if self.last_t <= now + 1 else -1


class Passkey(Device):
    """A device or a key of a colleague that signs for this site alone (WebAuthn)."""

    #: As browsers give them: in base64url. Neither is a secret.
    credential = models.TextField()
    public_key = models.TextField()
    #: Some count how often they signed: one that counts back is a copy.
    sign_count = models.BigIntegerField(default=0)
    since = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()


class RecoveryCodes(Device):
    """Ten codes on paper for the day the phone is lost."""

    #: One for all ten, so that a try is hashed once.
    salt = models.CharField(max_length=32)
    made = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(null=True)
    #: That its owner said so; those of before we asked are taken to be.
    are_kept = models.BooleanField(default=False, db_default=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user"], name="one_set_of_recovery_codes")]

    def hash_of(self, code: str) -> str:
        """What is kept of a code; its eight signs are worth forty bits, so it is slow."""
        words = "".join(code.upper().split()).replace("-", "").encode(errors="replace")
        return hashlib.scrypt(words, salt=self.salt.encode(), n=2**14, r=8, p=1).hex()

    def verify_token(self, token: str) -> bool:
        """True once for each code: whichever process takes it out first."""
        found = RecoveryCode.objects.filter(of=self, code=self.hash_of(token))
        many, _by_model = found.delete()
        return many == 1


class RecoveryCode(models.Model):
    """One that was not used yet."""

    of = models.ForeignKey(RecoveryCodes, models.CASCADE, related_name="left")
    code = models.CharField(max_length=128)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"recovery code {self.pk}"
