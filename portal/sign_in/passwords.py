"""What a password must be, said in the site's own words."""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)

SHORTEST, LONGEST = 12, 200
HELP = (
    f"Minst {SHORTEST} tecken. Ta gärna flera ord som inte hör ihop. Använd inte ditt namn, och "
    "inte ett lösenord som du har någon annanstans."
)


class LongEnough(MinimumLengthValidator):
    def __init__(self):
        super().__init__(SHORTEST)

    def get_error_message(self):
        return f"Lösenordet är för kort. Det ska ha minst {SHORTEST} tecken."

    def get_help_text(self):
        return f"Lösenordet ska ha minst {SHORTEST} tecken."


class NotOnesName(UserAttributeSimilarityValidator):
    def get_error_message(self):
        return "Lösenordet liknar ditt namn eller din adress. Välj ett som ingen kan gissa."

    def get_help_text(self):
        return "Lösenordet får inte likna ditt namn eller din adress."


class Rare(CommonPasswordValidator):
    def get_error_message(self):
        return "Lösenordet hör till de vanligaste och gissas lätt. Välj ett annat."

    def get_help_text(self):
        return "Lösenordet får inte höra till de vanligaste."
