"""What the site itself stores."""

from django.db import models


class Generation(models.Model):
    """How many times something public has changed. One row, raised in the transaction that changes
    it; a page that was made at another number may be out of date."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    number = models.BigIntegerField("nummer", default=0)

    class Meta:
        verbose_name = "generation"
        verbose_name_plural = "generation"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="generation_is_one")]

    def __str__(self):
        return str(self.number)


class CacheEntry(models.Model):
    """What all workers must know for a while. Read and written by `portal.shared_cache` alone."""

    key = models.CharField("nyckel", max_length=64, primary_key=True)
    value = models.TextField("värde")
    expires = models.DateTimeField("gäller till", db_index=True)

    class Meta:
        verbose_name = "tillfällig uppgift"
        verbose_name_plural = "tillfälliga uppgifter"

    def __str__(self):
        return self.key
