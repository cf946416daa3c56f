"""What becomes of the fields of tables that are not ours: Django's and allauth's. Plain Python."""

from helpline.kernel.privacy import Decision, Destroy, Keep

SESSION = Destroy("goes when the session ends or runs out; callers have none")
EMPTY = Keep("unused: sign-in sends no e-mail")
STAFF = Keep("signs a member of staff in; goes when they remove it")
NAMES = Keep("names of models and permissions; roles are our own (helpline/staff/roles.py)")

FOREIGN: dict[str, dict[str, Decision]] = {
    "sessions.Session": dict.fromkeys(["session_key", "session_data", "expire_date"], SESSION),
    "account.EmailAddress": dict.fromkeys(["id", "user", "email", "verified", "primary"], EMPTY),
    "account.EmailConfirmation": dict.fromkeys(["id", "email_address", "created", "sent", "key"], EMPTY),
    "mfa.Authenticator": dict.fromkeys(["id", "user", "type", "data", "created_at", "last_used_at"], STAFF),
    "auth.Permission": dict.fromkeys(["id", "name", "content_type", "codename"], NAMES),
    "auth.Group": dict.fromkeys(["id", "name", "permissions"], NAMES),
    "contenttypes.ContentType": dict.fromkeys(["id", "app_label", "model"], NAMES),
}
