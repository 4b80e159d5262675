"""GitHub's own programming interface, by PyGithub: what we ask of it, and what it answers, typed where it enters.

Retries and limits are GitHub's: we wait as long as it asks, when that is short, and otherwise say when to try again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from github import Auth, Github
from github.GithubException import GithubException, RateLimitExceededExceedsMaxWait, RateLimitExceededException
from github.GithubRetry import GithubRetry
from pydantic import TypeAdapter, ValidationError
from requests.exceptions import JSONDecodeError, RequestException, RetryError
from urllib3 import BaseHTTPResponse, HTTPResponse, Retry
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import HTTPError

from practice_commons.failure import Failure

HOME = "https://api.github.com"
_PAGES = 100
"""Pages of one list: of a hundred each, 10,000 pull requests, comments or reviews."""
_LIMITED = (403, 429)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How we ask GitHub: seconds for an answer, between writes, and at its own wish; how often, and for how many."""

    answer: int = 20
    between: float = 1
    wait: float = 60
    times: int = 4
    backoff: float = 0.5
    page: int = 100


class Api:
    """GitHub, asked in the name of a token."""

    def __init__(self, token: str, address: str = HOME, patience: Patience | None = None) -> None:
        """Keep the token. Nothing is asked yet."""
        patience = patience or Patience()
        self.moment: dt.datetime | None = None
        """When GitHub last answered, by its own clock."""
        self._page = patience.page
        self._asker = Github(
            auth=Auth.Token(token),
            base_url=address,
            timeout=patience.answer,
            user_agent="practice-commons",
            per_page=patience.page,
            retry=_Retry(
                secondary_rate_wait=patience.wait,
                max_rate_limit_wait=patience.wait,
                total=patience.times,
                backoff_factor=patience.backoff,
                backoff_max=patience.wait,
                allowed_methods=Retry.DEFAULT_ALLOWED_METHODS | {"PATCH"},
            ),
            seconds_between_requests=0,
            seconds_between_writes=patience.between,
        ).requester

    def one(self, kind: type[_T], path: str) -> _T | None:
        """Return what lies at a path; None where there is nothing, or nothing that we may see. Raises Failure."""
        try:
            answer = self._ask("GET", path)[1]
        except _AbsentError:
            return None
        return _typed(kind, answer)

    def several(self, kind: type[_T], path: str, **wanted: str) -> list[_T]:
        """Return a list, all its pages. Raises Failure."""
        found: list[_T] = []
        for page in range(1, _PAGES + 1):
            parameters = {**wanted, "per_page": self._page, "page": page}
            headers, answer = self._ask("GET", path, parameters)
            found += _typed(list[kind], answer)  # type: ignore[valid-type]
            if 'rel="next"' not in headers.get("link", ""):
                return found
        raise Failure(f"GitHub has more than {self._page * _PAGES:,} at {path}", "That is more than we read.")

    def post(self, kind: type[_T], path: str, **said: Any) -> _T:
        """Add something, and return it as GitHub keeps it. Raises Failure."""
        return _typed(kind, self._ask("POST", path, said=said)[1])

    def patch(self, path: str, **said: Any) -> None:
        """Change something. Raises Failure."""
        self._ask("PATCH", path, said=said)

    def delete(self, path: str) -> None:
        """Remove something; it may be gone already. Raises Failure."""
        with contextlib.suppress(_AbsentError):
            self._ask("DELETE", path)

    def close(self) -> None:
        """Let go of the connections."""
        self._asker.close()

    def _ask(self, verb: str, path: str, parameters: dict[str, Any] | None = None, said: Any = None) -> tuple[Any, Any]:
        with _in_plain_words(path):
            headers, answer = self._asker.requestJsonAndCheck(verb, path, parameters=parameters, input=said)
            if date := headers.get("date"):
                self.moment = email.utils.parsedate_to_datetime(date)
            return headers, answer


class _AbsentError(Failure):
    """GitHub has nothing there, or nothing that it shows us."""


class RefusedError(Failure):
    """GitHub understood, and will not."""


class _Retry(GithubRetry):
    """Asks again after a limit, and after a fault where asking twice does no harm: what adds something is not."""

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:  # noqa: FBT001, FBT002 - urllib3's signature
        """Say whether to ask again."""
        return status_code in _LIMITED or super().is_retry(method, status_code, has_retry_after)

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        """Return what is left of our patience. Raises RateLimitExceededExceedsMaxWait when that is not enough."""
        try:
            if response is not None and response.status in _LIMITED:
                self._bounded(response)
            return cast(Self, super().increment(method, url, cast(HTTPResponse, response), error, _pool, _stacktrace))
        except Exception:
            if response is not None:
                response.close()  # nobody else does
            raise

    def _bounded(self, response: BaseHTTPResponse) -> None:
        asked = self.get_retry_after(response)
        if asked is not None and asked > (self.max_rate_limit_wait or 0):
            raise RateLimitExceededExceedsMaxWait(response.status, None, dict(response.headers), wait=asked)


@contextlib.contextmanager
def _in_plain_words(path: str) -> Iterator[None]:
    """Turn every way in which GitHub fails into a Failure. None of them carries the token."""
    again = "Try again in some minutes."
    try:
        yield
    except RateLimitExceededExceedsMaxWait as error:
        minutes = max(1, round((error.wait or 0) / 60 + 0.5))
        raise Failure("GitHub asks us to wait: too much was asked of it", f"Try again in {minutes} minutes.") from None
    except RateLimitExceededException:
        raise Failure("GitHub asks us to wait: too much was asked of it", again) from None
    except GithubException as error:
        raise _refused(error, path) from None
    except (JSONDecodeError, ValueError, AssertionError):
        raise Failure(f"GitHub's answer to {path} cannot be understood", again) from None
    except RetryError:
        raise Failure("GitHub is out of order, however often it is asked", again) from None
    except (RequestException, HTTPError) as error:
        raise Failure(f"GitHub cannot be reached ({type(error).__name__})", again) from None


def _refused(error: GithubException, path: str) -> Failure:
    said = error.data.get("message") if isinstance(error.data, dict) else None
    words = " ".join(str(said or error.status).split())[:200]
    if error.status in {404, 410}:
        return _AbsentError(f"GitHub has nothing at {path}, or does not show it to this token")
    if error.status == 401:  # noqa: PLR2004 - unauthorized
        return Failure("GitHub does not know the token", "Make a new one, and put it in the environment.")
    if error.status >= 500:  # noqa: PLR2004 - their fault
        return Failure(f"GitHub is out of order ({error.status})", "Try again in some minutes.")
    return RefusedError(f"GitHub refuses: {words}", "Look whether the token may do this, and try again.")


def _typed(kind: type[_T], answer: object) -> _T:
    try:
        return TypeAdapter(kind).validate_python(answer)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise Failure(f"GitHub's answer cannot be understood (at {where})", "Try again in some minutes.") from None
