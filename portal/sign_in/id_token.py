"""Judging an ID token: whether it was made by the one we asked, for us, now, for this very sign-in.

OpenID Connect Core 1.0, section 3.1.3.7. Nothing is taken on trust because it came over TLS.
"""

import datetime

import jwt

# Signed with a private key only. With a shared secret, whoever knows it could sign for anyone.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
# For clocks that differ.
LEEWAY = datetime.timedelta(seconds=60)
REQUIRED = ("iss", "sub", "aud", "exp", "iat", "nonce")


class BadToken(Exception):
    """The token isn't to be trusted. The message says why, for the log."""


def claims_of(token: str, *, keys: dict, issuer: str, audience: str, nonce: str) -> dict:
    """What a token says, if it's signed with one of the issuer's `keys` (a JWK set), for
    `audience`, still valid, and holds the nonce that was sent. Raises BadToken."""
    try:
        claims = jwt.decode(
            token,
            key=_key(token, keys),
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY,
            options={"require": list(REQUIRED), "strict_aud": False},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise BadToken(f"{type(error).__name__}: {error}") from None
    if claims.get("azp", audience) != audience:
        raise BadToken("azp names another")
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
        raise BadToken("several in aud without azp")
    if not nonce or claims["nonce"] != nonce:
        raise BadToken("nonce is another's")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 255 or "\0" in subject:
        raise BadToken("sub is no subject")
    return claims


def _key(token: str, keys: dict):
    """The key that the token says it's signed with."""
    header = jwt.get_unverified_header(token)
    fitting = [
        each
        for each in keys["keys"]
        if each.get("kty") in ("RSA", "EC", "OKP")
        and each.get("use", "sig") == "sig"
        and ("kid" not in header or each.get("kid") == header["kid"])
    ]
    if len(fitting) != 1:
        raise BadToken(f"{len(fitting)} keys fit the token")
    return jwt.PyJWK(fitting[0], algorithm=fitting[0].get("alg") or header.get("alg")).key
