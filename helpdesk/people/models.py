"""People and teams. Teams are rows, never an enum; roles are flags, because one person often holds two."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def initials(name: str) -> str:
    """Return up to two letters of a name: of its first and its last word."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


class Language(models.TextChoices):
    """The languages of the desk."""

    NL = "nl", _("Dutch")
    FR = "fr", _("French")
    DE = "de", _("German")
    EN = "en", _("English")


class Team(models.Model):
    """A team that answers questions, such as Editorial or Online.

    `key` is the class name the classifier knows; `names` and `signatures` map a language code to a text.
    """

    key = models.SlugField(unique=True)
    names = models.JSONField(default=dict)
    signatures = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "key"]

    def __str__(self) -> str:
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """Return the team's name in `language`, else in English, else its key."""
        return str(self.names.get(language) or self.names.get("en") or self.key)

    def signature_in(self, language: str) -> str:
        """Return the signature under a reply in `language`; the team's name where none is set."""
        return str(self.signatures.get(language) or self.name_in(language))


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person who signs in with `email`."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person with every role."""
        return self.create_user(email, password, is_agent=True, is_editor=True, is_lead=True, is_admin=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who works on the desk; what each role may do stands in `permissions`."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language of the pages"), max_length=2, choices=Language.choices, default=Language.NL)
    answers_in = models.JSONField(_("answers in"), default=list, blank=True)
    teams: "models.ManyToManyField[Team, Any]" = models.ManyToManyField(Team, related_name="members", blank=True, verbose_name=_("teams"))
    is_agent = models.BooleanField(_("agent"), default=False)
    is_editor = models.BooleanField(_("editor"), default=False)
    is_lead = models.BooleanField(_("lead"), default=False)
    is_admin = models.BooleanField(_("administrator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    preferences = models.JSONField(default=dict, blank=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def handle(self) -> str:
        """The name after @ by which colleagues call this person in notes."""
        return self.email.partition("@")[0]

    @property
    def initials(self) -> str:
        """Up to two letters for the avatar."""
        return initials(self.name)
