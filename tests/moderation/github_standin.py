"""A stand-in for GitHub: pull requests, comments and reviews over a real bare repository, served as Git serves it.

Every request, and every answer that GitHub's own description knows of, is held against that description.
"""

from __future__ import annotations

import base64
import copy
import datetime as dt
import json
import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn
from openapi_core import OpenAPI
from openapi_core.contrib.starlette import StarletteOpenAPIRequest, StarletteOpenAPIResponse
from openapi_core.exceptions import OpenAPIError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from practice_commons.reading.remote import Remote

NAME = "example/commons"
BOT = "commons-bot"
TOKENS = {"made-up-token-of-the-bot": BOT, "made-up-token-of-ann": "ann-f"}
TOKEN = next(iter(TOKENS))
_BEGAN = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
_NUMBER = r"/repos/example/commons/{}/(\d+){}"


@dataclass
class Pull:
    """A pull request."""

    number: int
    by: str
    title: str
    body: str
    head: str
    home: str | None
    made: dt.datetime
    base: str = "main"
    state: str = "open"
    draft: bool = False
    sha: str = ""
    updated: dt.datetime = _BEGAN
    merged: bool = False


@dataclass
class Said:
    """A comment."""

    id: int
    number: int
    by: str
    body: str
    made: dt.datetime
    association: str


@dataclass
class Fault:
    """What goes wrong with the next requests that it is for."""

    matches: str
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    seconds: float = 0
    times: int = 1
    after: bool = False
    """Whether the request is carried out before its answer is lost."""


class Ask(NamedTuple):
    """What was asked: by which account, with which query, and what was said."""

    query: dict[str, str]
    said: Any
    by: str


class Standin:
    """GitHub, as far as one repository and we are concerned."""

    def __init__(self, bare: Path, description: dict[str, Any], checks: OpenAPI) -> None:
        self.bare = bare
        self.examples = description["components"]["examples"]
        self.checks = checks
        self.address = ""
        self.pulls: dict[int, Pull] = {}
        self.issues: dict[int, str] = {}
        """The state of each issue that is no pull request."""
        self.comments: list[Said] = []
        self.reviews: list[dict[str, Any]] = []
        self.authors: dict[str, str] = {}
        """Accounts, by the name that stands in a commit."""
        self.members: set[str] = set()
        self.faults: list[Fault] = []
        self.asked: list[str] = []
        self.violations: list[str] = []
        self.callers: list[Any] = []
        """What is to be closed in the end."""
        self.lock = threading.RLock()
        self.ticks = 0

    # What tests do as somebody else.

    def proposes(self, commit: str, by: str, *, branch: str = "patch-1", home: str | None = "stranger/commons") -> int:
        """Open a pull request as a stranger does, from a repository of their own."""
        with self.lock:
            number = self._number()
            self.git("update-ref", f"refs/pull/{number}/head", commit)
            now = self.now()
            self.pulls[number] = Pull(number, by, "A proposal", "", branch, home, now, sha=commit, updated=now)
            return number

    def pushes(self, number: int, commit: str) -> None:
        """Put another commit in a stranger's pull request."""
        with self.lock:
            self.git("update-ref", f"refs/pull/{number}/head", commit)
            self.pulls[number].sha, self.pulls[number].updated = commit, self.now()

    def says(self, number: int, by: str, body: str) -> None:
        with self.lock:
            self._say(number, by, body)

    def reviews_it(self, number: int, by: str, state: str, body: str = "") -> None:
        with self.lock:
            now = self.now()
            self.pulls[number].updated = now
            made = {
                "by": by,
                "state": state,
                "body": body,
                "sha": self.pulls[number].sha,
                "number": number,
                "made": now,
            }
            self.reviews.append(made)

    def written(self) -> list[str]:
        """Return what was asked that changes something."""
        return [one for one in self.asked if one.split(" ")[0] in {"POST", "PATCH", "DELETE"} and "/git-" not in one]

    # What GitHub does.

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.bare, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def now(self) -> dt.datetime:
        self.ticks += 1
        return _BEGAN + dt.timedelta(minutes=self.ticks)

    def settle(self) -> None:
        """Do what GitHub does after a push: pull requests follow their branches, are merged, or are closed."""
        main = self.git("rev-parse", "refs/heads/main")
        for pull in self.pulls.values():
            if pull.state != "open":
                continue
            if pull.home == NAME:
                held = self.git("for-each-ref", "--format=%(objectname)", f"refs/heads/{pull.head}")
                if held and held != pull.sha:
                    pull.sha, pull.updated = held, self.now()
                    self.git("update-ref", f"refs/pull/{pull.number}/head", held)
            merged = subprocess.run(
                ["git", "merge-base", "--is-ancestor", pull.sha, main], cwd=self.bare, capture_output=True, check=False
            )
            if merged.returncode == 0:
                pull.state, pull.merged = "closed", True
            elif pull.home == NAME and not held:
                pull.state = "closed"

    def answer(self, verb: str, path: str, query: dict[str, str], said: Any, by: str) -> tuple[int, Any]:
        """Return the status and the body with which GitHub answers."""
        with self.lock:
            for ask, pattern, reply in _ROUTES:
                if verb == ask and (found := re.fullmatch(pattern, path)):
                    return reply(self, Ask(query, said, by), *map(int, found.groups()))
        self.violations.append(f"{verb} {path} is not what the stand-in stands in for")
        return 404, {"message": "Not Found"}

    def user(self, ask: Ask) -> tuple[int, Any]:
        if ask.by == "github-actions[bot]":
            return 403, {
                "message": "Resource not accessible by integration",
                "documentation_url": "",
                "status": "403",
            }
        return 200, self._example("private-user-response-with-public-profile-information") | {
            "login": ask.by,
            "user_view_type": "public",
        }

    def list_pulls(self, ask: Ask) -> tuple[int, Any]:
        found = [
            one
            for one in self.pulls.values()
            if one.state == ask.query.get("state", "open")
            and one.base == ask.query.get("base", one.base)
            and ask.query.get("head", self._label(one)) == self._label(one)
        ]
        found.sort(key=lambda one: one.made, reverse=ask.query.get("direction", "desc") == "desc")
        return 200, [self._simple(one) for one in found]

    def make_pull(self, ask: Ask) -> tuple[int, Any]:
        head = self.git("for-each-ref", "--format=%(objectname)", f"refs/heads/{ask.said['head']}")
        open_now = any(one.state == "open" and one.head == ask.said["head"] for one in self.pulls.values())
        if not head or open_now:
            return 422, {"message": "Validation Failed", "documentation_url": "https://docs.github.com/rest"}
        now = self.now()
        number = self._number()
        pull = Pull(
            number,
            ask.by,
            ask.said["title"],
            ask.said.get("body") or "",
            ask.said["head"],
            NAME,
            now,
            sha=head,
            updated=now,
        )
        self.pulls[number] = pull
        self.git("update-ref", f"refs/pull/{number}/head", head)
        return 201, self._pull(pull)

    def get_pull(self, _: Ask, number: int) -> tuple[int, Any]:
        if number not in self.pulls:
            return 404, {"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}
        return 200, self._pull(self.pulls[number])

    def change_pull(self, ask: Ask, number: int) -> tuple[int, Any]:
        pull = self.pulls[number]
        if not pull.merged:
            pull.state, pull.updated = ask.said.get("state", pull.state), self.now()
        return 200, self._pull(pull)

    def commits(self, _: Ask, number: int) -> tuple[int, Any]:
        shown = self.git("log", "--format=%H%x09%an", f"refs/heads/main..{self.pulls[number].sha}").splitlines()
        example = self._example("commit-items")[0]
        found = []
        for row in reversed(shown):
            sha, name = row.split("\t")
            login = self.authors.get(name)
            who = self._user(login) if login else {}  # an empty object stands for somebody without an account
            found.append(copy.deepcopy(example) | {"sha": sha, "author": who, "committer": who})
        return 200, found

    def list_reviews(self, _: Ask, number: int) -> tuple[int, Any]:
        example = self._example("pull-request-review-items")[0]
        return 200, [
            example
            | {
                "id": at,
                "user": self._user(one["by"]),
                "body": one["body"],
                "state": one["state"],
                "commit_id": one["sha"],
                "submitted_at": _moment(one["made"]),
                "author_association": self._association(one["by"]),
            }
            for at, one in enumerate(self.reviews, 1)
            if one["number"] == number
        ]

    def list_comments(self, _: Ask, number: int) -> tuple[int, Any]:
        if number not in {*self.pulls, *self.issues}:
            return 404, {"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}
        return 200, [self._comment(one) for one in self.comments if one.number == number]

    def say(self, ask: Ask, number: int) -> tuple[int, Any]:
        return 201, self._comment(self._say(number, ask.by, ask.said["body"]))

    def change_issue(self, ask: Ask, number: int) -> tuple[int, Any]:
        self.issues[number] = ask.said.get("state", self.issues[number])
        return 200, self._example("issue") | {"number": number, "state": self.issues[number]}

    def change_comment(self, ask: Ask, identity: int) -> tuple[int, Any]:
        found = next(one for one in self.comments if one.id == identity)
        if found.by != ask.by and ask.by not in self.members:
            self.violations.append(f"{ask.by} changed the comment of {found.by}")
        found.body = _kept(ask.said["body"])
        self.pulls[found.number].updated = self.now()
        return 200, self._comment(found)

    def drop_comment(self, ask: Ask, identity: int) -> tuple[int, Any]:
        found = next(one for one in self.comments if one.id == identity)
        if found.by != ask.by:
            self.violations.append(f"{ask.by} deleted the comment of {found.by}")
        self.comments.remove(found)
        return 204, None

    def _say(self, number: int, by: str, body: str) -> Said:
        now = self.now()
        made = Said(self.ticks, number, by, _kept(body), now, self._association(by))
        if number in self.pulls:
            self.pulls[number].updated = now
        self.comments.append(made)
        return made

    def _number(self) -> int:
        return len(self.pulls) + len(self.issues) + 1

    def _association(self, login: str) -> str:
        return "COLLABORATOR" if login in self.members else "NONE"

    def _label(self, pull: Pull) -> str:
        return f"{(pull.home or 'gone/').split('/')[0]}:{pull.head}"

    def _example(self, name: str) -> Any:
        return copy.deepcopy(self.examples[name]["value"])

    def _user(self, login: str) -> Any:
        kind = "Bot" if login.endswith("[bot]") else "User"
        return copy.deepcopy(self._example("issue-comment")["user"]) | {"login": login, "type": kind}

    def _comment(self, one: Said) -> Any:
        return self._example("issue-comment") | {
            "id": one.id,
            "body": one.body,
            "user": self._user(one.by),
            "created_at": _moment(one.made),
            "updated_at": _moment(one.made),
            "author_association": one.association,
        }

    def _pull(self, pull: Pull) -> Any:
        return self._told(self._example("pull-request"), pull) | {"merged": pull.merged}

    def _simple(self, pull: Pull) -> Any:
        return self._told(self._example("pull-request-simple-items")[0], pull)

    def _told(self, made: Any, pull: Pull) -> Any:
        made |= {
            "number": pull.number,
            "state": pull.state,
            "title": pull.title,
            "body": pull.body,
            "draft": pull.draft,
            "user": self._user(pull.by),
            "html_url": f"https://github.com/{NAME}/pull/{pull.number}",
            "created_at": _moment(pull.made),
            "updated_at": _moment(pull.updated),
            "author_association": self._association(pull.by),
            "requested_teams": [],  # in GitHub's own example a team lacks what its description asks for
        }
        made["head"] |= {"ref": pull.head, "sha": pull.sha, "label": self._label(pull)}
        made["head"]["repo"] = None if pull.home is None else made["head"]["repo"] | {"full_name": pull.home}
        made["base"] |= {"ref": pull.base, "label": f"example:{pull.base}"}
        made["base"]["repo"] |= {"full_name": NAME}
        return made


_ROUTES: list[tuple[str, str, Callable[..., tuple[int, Any]]]] = [
    ("GET", "/user", Standin.user),
    ("GET", "/repos/example/commons/pulls", Standin.list_pulls),
    ("POST", "/repos/example/commons/pulls", Standin.make_pull),
    ("GET", _NUMBER.format("pulls", ""), Standin.get_pull),
    ("PATCH", _NUMBER.format("pulls", ""), Standin.change_pull),
    ("GET", _NUMBER.format("pulls", "/commits"), Standin.commits),
    ("GET", _NUMBER.format("pulls", "/reviews"), Standin.list_reviews),
    ("PATCH", _NUMBER.format("issues", ""), Standin.change_issue),
    ("GET", _NUMBER.format("issues", "/comments"), Standin.list_comments),
    ("POST", _NUMBER.format("issues", "/comments"), Standin.say),
    ("PATCH", _NUMBER.format("issues/comments", ""), Standin.change_comment),
    ("DELETE", _NUMBER.format("issues/comments", ""), Standin.drop_comment),
]


class _Asked(StarletteOpenAPIRequest):
    """A request as GitHub would have received it."""

    @property
    def host_url(self) -> str:
        return "https://api.github.com"


@contextmanager
def standing_in(bare: Path, description: dict[str, Any], checks: OpenAPI) -> Iterator[Standin]:
    """Serve a stand-in over a bare repository while inside."""
    standin = Standin(bare, description, checks)

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        return await run_in_threadpool(_served, standin, request, body)

    verbs = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"]
    app = Starlette(routes=[Route("/{path:path}", endpoint, methods=verbs)])
    settings = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off", loop="asyncio")
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    standin.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield standin
    finally:
        for caller in standin.callers:
            caller.close()
        server.should_exit = server.force_exit = True
        thread.join(10)


def _served(standin: Standin, request: Request, body: bytes) -> Response:
    path, verb = request.url.path, request.method
    with standin.lock:
        standin.asked.append(f"{verb} {path}{'?' + request.url.query if request.url.query else ''}")
        fault = next((one for one in standin.faults if one.times and re.search(one.matches, f"{verb} {path}")), None)
        if fault:
            fault.times -= 1
    if fault and not fault.after:
        time.sleep(fault.seconds)
        if fault.status:
            return Response(fault.body, fault.status, fault.headers, "application/json")
    done = _git(standin, request, body) if path.startswith(f"/{NAME}.git/") else _asked(standin, request, body)
    if fault and fault.after:
        time.sleep(fault.seconds)
        return Response(fault.body, fault.status, fault.headers, "application/json")
    return done


def _asked(standin: Standin, request: Request, body: bytes) -> Response:
    checks = standin.checks
    asked = _Asked(request, body)
    try:
        checks.validate_request(asked)
    except OpenAPIError as error:
        standin.violations.append(f"{request.method} {request.url}: {error!r} {error.__cause__!r}")
    token = request.headers.get("authorization", "").removeprefix("token ").removeprefix("Bearer ")
    by = TOKENS.get(token)
    if by is None:
        return Response('{"message": "Bad credentials"}', 401, media_type="application/json")
    said = json.loads(body) if body else None
    status, found = standin.answer(request.method, request.url.path, dict(request.query_params), said, by)
    headers = {}
    if isinstance(found, list):
        size, page = (int(request.query_params.get(name, value)) for name, value in (("per_page", 30), ("page", 1)))
        if len(found) > size * page:
            headers["Link"] = f'<{request.url.include_query_params(page=page + 1)}>; rel="next"'
        found = found[size * (page - 1) : size * page]
    answer = Response(None if found is None else json.dumps(found), status, headers)
    if found is not None:
        answer.headers["content-type"] = "application/json; charset=utf-8"
    try:
        checks.validate_response(asked, StarletteOpenAPIResponse(answer))
    except OpenAPIError as error:
        standin.violations.append(f"answer to {request.method} {request.url}: {error!r} {error.__cause__!r}")
    return answer


def _git(standin: Standin, request: Request, body: bytes) -> Response:
    """Answer Git as its own program for web servers does, to whoever has a token."""
    pair = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
    name, _, token = pair.partition(":")
    if name != "x-access-token" or token not in TOKENS:
        return Response("no", 401, {"WWW-Authenticate": 'Basic realm="GitHub"'})
    environment = {
        "PATH": os.environ["PATH"],
        "GIT_PROJECT_ROOT": str(standin.bare.parent),
        "GIT_HTTP_EXPORT_ALL": "1",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
        "REMOTE_USER": TOKENS[token],
        "REQUEST_METHOD": request.method,
        "PATH_INFO": request.url.path.replace(f"/{NAME}.git", f"/{standin.bare.name}"),
        "QUERY_STRING": request.url.query,
        "CONTENT_TYPE": request.headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_CONTENT_ENCODING": request.headers.get("content-encoding", ""),
        "GIT_PROTOCOL": request.headers.get("git-protocol", ""),
    }
    with standin.lock:
        done = subprocess.run(["git", "http-backend"], env=environment, input=body, capture_output=True, check=True)
        if request.url.path.endswith("/git-receive-pack"):
            standin.settle()
    head, _, content = done.stdout.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
    return Response(content, int(headers.pop("Status", "200").split(" ")[0]), headers)


def remote_of(standin: Standin, ledger: Any, token: str = TOKEN, seconds: float = 20) -> Remote:
    """Return the remote that the stand-in's repository is: over plain http, which only tests may speak."""
    return Remote(ledger, f"{standin.address}/{NAME}.git", token, protocols=("http",), seconds=seconds)


def _kept(body: str) -> str:
    return body.replace("\r\n", "\n").replace("\n", "\r\n")


def _moment(when: dt.datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
