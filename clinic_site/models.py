"""What the staff door remembers."""

from django.db import models


class FailedSignIn(models.Model):
    """A try that did not work, once for the name and once for the network it came from."""

    #: A keyed hash, so that neither the name nor the address is stored.
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["key", "at"], name="failed_sign_in_key_at")]

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
