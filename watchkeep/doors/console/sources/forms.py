"""Forms of sources: one of each kind, what their groups mean, and a new token."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.forms import VerbForm
from watchkeep.estate.people.models import Factor, Flavour, Kind, Linking, Organisation, Role, Source, Team

SECRETS = ("client_secret", "password")
HIDDEN = forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"})
KEPT = _("Kept and not shown. Empty: it stays.")


class Words(forms.CharField):
    """Several words in one line, with commas or spaces between them; kept as a list."""

    def to_python(self, value: Any) -> Any:
        """Read the list."""
        return [one for one in (super().to_python(value) or "").replace(",", " ").split() if one]

    def prepare_value(self, value: Any) -> Any:
        """Show it as a line."""
        return ", ".join(value) if isinstance(value, list | tuple) else value


class SourceForm(VerbForm):
    """What every source has. What is secret is asked for and never shown."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("People read it on the button and in the trail.")
    )
    organisation = forms.ModelChoiceField(label=_("Its people belong to"), queryset=Organisation.objects.all())
    creates = forms.BooleanField(label=_("Makes an account for whoever is new"), required=False, initial=True)
    links = forms.ChoiceField(
        label=_("Links to an account that has the same mail address"), choices=Linking.choices, initial=Linking.NEVER
    )
    domains = Words(
        label=_("Speaks for addresses in"), required=False, max_length=2000,
        help_text=_("Mail domains with commas between them. Empty: every address."),
    )  # fmt: skip

    @classmethod
    def filled(cls, source: Source, detail: Any) -> dict[str, Any]:
        """How the form shows a source that there is: without its secrets."""
        names = [name for name in cls.base_fields if name not in SECRETS]
        return {name: getattr(source if hasattr(source, name) else detail, name) for name in names}

    def may_stay(self) -> "SourceForm":
        """Ask for no secret again."""
        for name in (name for name in SECRETS if name in self.fields):
            self.fields[name].required = False
            self.fields[name].help_text = KEPT
        return self


class DoorForm(SourceForm):
    """A house with which one signs in."""

    factor = forms.ChoiceField(
        label=_("Second factor"), choices=Factor.choices, initial=Factor.OWN,
        help_text=_("Whose word counts for people whose role needs one."),
    )  # fmt: skip
    factor_signs = Words(
        label=_("Signs of a second factor"), required=False, max_length=2000,
        help_text=_("Values of amr, acr or an authentication context that count. Empty: the usual ones, such as mfa."),
    )  # fmt: skip


class OidcForm(DoorForm):
    """An OpenID provider."""

    issuer = forms.URLField(
        label=_("Issuer"), max_length=300, assume_scheme="https",
        help_text=_("Its address, as it names itself: below it is /.well-known/openid-configuration."),
    )  # fmt: skip
    client_id = forms.CharField(label=_("Client id"), max_length=200)
    client_secret = forms.CharField(label=_("Client secret"), max_length=500, required=False, widget=HIDDEN)
    scopes = forms.CharField(label=_("Scopes"), max_length=200, initial="openid email profile")
    email_claim = forms.CharField(label=_("Claim of the address"), max_length=120, initial="email")
    name_claim = forms.CharField(label=_("Claim of the name"), max_length=120, initial="name")
    groups_claim = forms.CharField(
        label=_("Claim of the groups"), max_length=120, initial="groups", required=False,
        help_text=_("A dot leads into an object: realm_access.roles. Empty: groups are not asked for."),
    )  # fmt: skip
    field_order = ("name", "issuer", "client_id", "client_secret")


class SamlForm(DoorForm):
    """A SAML identity provider."""

    entity_id = forms.CharField(label=_("Entity ID"), max_length=300, help_text=_("The provider's name for itself."))
    sign_on_url = forms.URLField(
        label=_("Sign-on address"), max_length=500, assume_scheme="https",
        help_text=_("The one for HTTP-Redirect."),
    )  # fmt: skip
    certificates = forms.CharField(
        label=_("Signing certificates"), max_length=20000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In PEM. Two while the provider changes its key."),
    )  # fmt: skip
    email_attribute = forms.CharField(
        label=_("Attribute of the address"), max_length=200, required=False,
        help_text=_("Empty: the usual ones, else the NameID."),
    )  # fmt: skip
    name_attribute = forms.CharField(label=_("Attribute of the name"), max_length=200, required=False)
    groups_attribute = forms.CharField(
        label=_("Attribute of the groups"), max_length=200, required=False,
        help_text=_("Empty: groups are not asked for."),
    )  # fmt: skip
    takes_unasked = forms.BooleanField(
        label=_("Also take sign-ins that begin at the provider"), required=False,
        help_text=_("Then a link can sign somebody in as whoever made it. Leave it off unless people start there."),
    )  # fmt: skip
    field_order = ("name", "entity_id", "sign_on_url", "certificates")


class LdapForm(SourceForm):
    """A directory. Its addresses are our own, as a rule, so whoever is here already is linked by theirs."""

    links = forms.ChoiceField(
        label=_("Links to an account that has the same mail address"), choices=Linking.choices, initial=Linking.ALWAYS
    )
    flavour = forms.ChoiceField(label=_("Server"), choices=Flavour.choices)
    url = forms.CharField(label=_("Address"), max_length=300, help_text=_("ldaps://ldap.example.com"))
    starts_tls = forms.BooleanField(label=_("Encrypt with StartTLS"), required=False)
    ca = forms.CharField(
        label=_("Certificate of its authority"), max_length=20000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("In PEM. Empty: the authorities of this machine."),
    )  # fmt: skip
    bind_dn = forms.CharField(
        label=_("Sign-in name"), max_length=300, required=False, help_text=_("An account that may read, and no more.")
    )
    password = forms.CharField(label=_("Password"), max_length=500, required=False, widget=HIDDEN)
    people_base = forms.CharField(label=_("Where people stand"), max_length=300)
    people_filter = forms.CharField(label=_("Which people"), max_length=500, initial="(objectClass=person)")
    groups_base = forms.CharField(
        label=_("Where groups stand"), max_length=300, required=False, help_text=_("Empty: groups are left alone.")
    )
    groups_filter = forms.CharField(
        label=_("Which groups"), max_length=500, initial="(|(objectClass=groupOfNames)(objectClass=group))"
    )
    makes_teams = forms.BooleanField(label=_("A group without a line becomes a team"), required=False)
    email_attribute = forms.CharField(label=_("Attribute of the address"), max_length=80, initial="mail")
    name_attribute = forms.CharField(label=_("Attribute of the name"), max_length=80, initial="cn")
    phone_attribute = forms.CharField(
        label=_("Attribute of the telephone"), max_length=80, initial="telephoneNumber", required=False
    )
    manager_attribute = forms.CharField(
        label=_("Attribute of the manager"), max_length=80, initial="manager", required=False
    )
    signs_in = forms.BooleanField(
        label=_("Its people sign in with its passwords"), required=False,
        help_text=_("Then a password of theirs here opens nothing any more."),
    )  # fmt: skip
    every_minutes = forms.IntegerField(label=_("Minutes between runs"), min_value=5, max_value=10080, initial=60)
    most_leavers = forms.IntegerField(
        label=_("People whom one run may deactivate"), min_value=0, max_value=100000, initial=10,
        help_text=_("Beyond that a run does nothing and waits for you."),
    )  # fmt: skip
    field_order = ("name", "flavour", "url", "starts_tls", "ca", "bind_dn", "password")


class ScimForm(SourceForm):
    """A program that sends people."""

    may_write = forms.BooleanField(label=_("May change people"), required=False, initial=True)
    has_groups = forms.BooleanField(label=_("Sends groups"), required=False, initial=True)
    makes_teams = forms.BooleanField(label=_("A group without a line becomes a team"), required=False)
    links = None  # type: ignore[assignment]  # the program itself asks who is there


FORMS: dict[str, type[SourceForm]] = {
    Kind.OIDC: OidcForm,
    Kind.SAML: SamlForm,
    Kind.LDAP: LdapForm,
    Kind.SCIM: ScimForm,
}


class LineForm(VerbForm):
    """A group there, and what it means here."""

    group = forms.CharField(
        label=_("Group"), max_length=255, help_text=_("As the source names it: a name, or an id for Entra's claims.")
    )
    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.all(), required=False)
    team = forms.ModelChoiceField(label=_("or team"), queryset=Team.objects.all(), required=False)


class KeyForm(VerbForm):
    """A new token, and what becomes of the former."""

    at_once = forms.BooleanField(
        label=_("The former token ends at once"), required=False,
        help_text=_("Else it works for another day, so that nothing is cut off while you change it."),
    )  # fmt: skip
