"""Facilitators signed in by an account that they have already, through an OpenID Connect provider (OIDC Core 1.0).

Authlib asks the provider and checks what it says: state, nonce, signature, issuer, audience and time. What is ours is
whose role an account has. That is said in a file outside Git, since addresses are personal data: JSON, with for each
account's verified address, or its subject, the id of a role.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from httpx2 import HTTPError
from joserfc.errors import JoseError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from practice_commons.editor import session, visitor
from practice_commons.editor.room import Room
from practice_commons.failure import Failure

ISSUER, CLIENT, SECRET, ROLES = (
    "COMMONS_OIDC_ISSUER",
    "COMMONS_OIDC_CLIENT",
    "COMMONS_OIDC_SECRET",
    "COMMONS_OIDC_ROLES",
)
"""Environment variables: the provider's address, what it knows us by, our secret, and the file of roles."""
BETWEEN = 600
"""Seconds that somebody may take at the provider."""
_WRONG = (AuthlibBaseError, JoseError, HTTPError, ValueError, KeyError, TypeError, RuntimeError)
"""What is raised where a provider cannot be reached, or says what cannot be believed."""
_LOG = logging.getLogger("practice_commons.editor")


@dataclass(frozen=True)
class Provider:
    """A provider of accounts, and whose role each account has. The secret is in no representation."""

    issuer: str
    client: str
    secret: str
    roles: Mapping[str, str]

    def __repr__(self) -> str:
        """Return what may be seen in a log."""
        return f"Provider({self.issuer!r}, {self.client!r})"

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Provider | None:
        """Return the provider that the environment names; None where it names none. Raises Failure."""
        issuer = environment.get(ISSUER, "")
        if not issuer:
            return None
        missing = [name for name in (CLIENT, SECRET, ROLES) if not environment.get(name)]
        if missing:
            raise Failure(f"{ISSUER} is set, but not {' and '.join(missing)}", "Set all four, or none.")
        try:
            said = json.loads(Path(environment[ROLES]).read_text("utf-8"))
            roles = {str(account).casefold(): str(role) for account, role in said.items()}
        except (OSError, ValueError, AttributeError):
            raise Failure(
                f"the file that {ROLES} names cannot be read",
                'Write JSON: {"ann@example.gov.uk": "housing-facilitator"}',
            ) from None
        return cls(issuer.rstrip("/"), environment[CLIENT], environment[SECRET], roles)

    def role(self, said: Mapping[str, Any]) -> str | None:
        """Return the role of an account, by what the provider says of it: an address counts only if it is verified."""
        address = said.get("email") if said.get("email_verified") is True else None
        known = (self.roles.get(str(one).casefold()) for one in (address, said.get("sub")) if one)
        return next(filter(None, known), None)


def routes(room: Room, provider: Provider) -> list[BaseRoute]:
    """Return the pages by which an account signs in, to be put among the moderators' own."""
    oauth = OAuth()
    oauth.register(
        "provider",
        client_id=provider.client,
        client_secret=provider.secret,
        server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256"},
    )
    path = f"{room.base}moderate/account/"

    async def begin(request: Request) -> Response:
        """Send somebody to the provider."""
        try:
            here = visitor.address(request, "moderate/account/back/")
            answer: Response = await oauth.provider.authorize_redirect(request, here)
        except _WRONG as error:
            _LOG.warning("The provider of accounts could not be reached: %s", type(error).__name__)
            return _refused(request, "The service that keeps your account could not be reached. Try again in a while.")
        return answer

    async def back(request: Request) -> Response:
        """Take somebody in whom the provider sends back, or say why not."""
        try:
            token = await oauth.provider.authorize_access_token(request)
            said = token.get("userinfo") or {}
        except _WRONG as error:
            _LOG.warning("What the provider of accounts said was not used: %s", type(error).__name__)
            return _refused(request, "Your account could not be confirmed, or it took too long. Try again.")
        finally:
            request.session.clear()
        role = provider.role(said)
        if role is None or room.policy().who(role) is None:
            return _refused(request, "Your account is known, but it looks after no community here.")
        answer = visitor.shown(
            request, "account.html", title="You are signed in", name=_name(request), role=role, onward=True, why=""
        )
        session.welcome(room, answer, role)
        return answer

    kept = Middleware(
        SessionMiddleware,
        secret_key=room.safe.link("account session"),
        session_cookie="commons-account",
        max_age=BETWEEN,
        path=path,
        same_site="lax",
        https_only=room.secure,
    )
    inside = Starlette(routes=[Route("/", begin), Route("/back/", back)], middleware=[kept])
    return [Mount("/account", app=inside)]


def _name(request: Request) -> str:
    return visitor.room_of(request).lists().commons.name


def _refused(request: Request, why: str) -> Response:
    return visitor.shown(
        request,
        "account.html",
        title="You are not signed in",
        name=_name(request),
        role="",
        onward=False,
        why=why,
        status=403,
    )
