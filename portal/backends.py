"""How an account is proved to be someone's. What it may do is another matter: `rights`."""

from allauth.account.auth_backends import AuthenticationBackend


class Password(AuthenticationBackend):
    """User name and password. Says nothing of rights."""

    def has_perm(self, user, perm, obj=None):
        return False

    def has_module_perms(self, user, app_label):
        return False
