"""A browser without a screen: cookies, forms with their hidden fields, redirects; straight into the application."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser


class Answer:
    """What came back."""

    def __init__(self, status: int, headers: list[tuple[str, str]], body: bytes, path: str) -> None:
        self.status, self.headers, self.body, self.path = status, headers, body, path

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.text)

    @property
    def h1(self) -> str:
        found = self.tree.css_first("h1")
        return " ".join(found.text().split()) if found else ""

    @property
    def words(self) -> str:
        return " ".join(self.tree.css_first("main").text().split())

    @property
    def title(self) -> str:
        return unescape(re.search(r"<title>(.*?)</title>", self.text)[1])

    @property
    def errors(self) -> list[str]:
        return [" ".join(one.text().split()) for one in self.tree.css(".govuk-error-summary li")]

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    def hidden(self, form: int = 0) -> dict[str, str]:
        """The hidden fields, and what is filled in already, of one form of the main part."""
        found: list[tuple[str, str]] = []
        for one in self.tree.css("main form")[form].css("input, textarea, select"):
            name, kind = one.attributes.get("name"), one.attributes.get("type")
            if not name or (kind in {"radio", "checkbox"} and "checked" not in one.attributes):
                continue
            if one.tag == "textarea":
                value = one.text(deep=True)
            elif one.tag == "select":
                picked = one.css_first("option[selected]")
                value = (picked.attributes.get("value") or "") if picked else ""
            else:
                value = one.attributes.get("value") or ""
            found.append((name, value))
        made: dict[str, Any] = {}
        for name, value in found:
            made[name] = [*made[name], value] if isinstance(made.get(name), list) else value
        return made


class Client:
    """One browser."""

    def __init__(self, app: Any, address: str = "192.0.2.1") -> None:
        self.app, self.address = app, address
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **options: Any) -> Answer:
        return self.ask("GET", path, **options)

    def post(self, path: str, fields: Any, **options: Any) -> Answer:
        body = urlencode(fields, doseq=True).encode()
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, body=body, headers=kind | options.pop("headers", {}), **options)

    def send(self, answer: Answer, fields: Any = (), form: int = 0, **options: Any) -> Answer:
        """Fill in a form of a page and press a button."""
        return self.post(answer.path, answer.hidden(form) | dict(fields), **options)

    def ask(
        self, method: str, path: str, *, body: Any = b"", headers: Any = (), follow: bool = True, delay: float = 0
    ) -> Answer:
        answer = _finished(self._ask(method, path, body, dict(headers), delay))
        for key, value in answer.headers:
            if key == "set-cookie":
                for name, morsel in SimpleCookie(value).items():
                    self.cookies[name] = morsel.value
                    if morsel["max-age"] == "0":
                        del self.cookies[name]
        if follow and answer.status in {302, 303, 307}:
            return self.ask("GET", answer.header("location"))
        return answer

    async def _ask(self, method: str, path: str, body: Any, headers: dict[str, str], delay: float) -> Answer:
        parts = urlsplit(path)
        said = {"host": "commons.example"} | headers
        if self.cookies:
            said["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        pieces = [body] if isinstance(body, bytes) else list(body)
        if isinstance(body, bytes):
            said.setdefault("content-length", str(len(body)))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "root_path": "",
            "query_string": parts.query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in said.items()],
            "client": (self.address, 1),
            "server": ("commons.example", 80),
        }
        waiting = list(pieces)
        self.taken = 0

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(delay)
            if not waiting:
                await asyncio.sleep(3600)
            piece = waiting.pop(0)
            self.taken += len(piece)
            return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

        status, got, sent = 0, [], bytearray()

        async def send(message: dict[str, Any]) -> None:
            nonlocal status, got
            if message["type"] == "http.response.start":
                status = message["status"]
                got = [(name.decode(), value.decode()) for name, value in message["headers"]]
            else:
                sent.extend(message.get("body", b""))

        await self.app(scope, receive, send)
        return Answer(status, got, bytes(sent), path)


def _finished(work: Coroutine[Any, Any, Any]) -> Any:
    """Return what comes of work, done in a thread of its own: the browser's tests leave a loop running in theirs."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, work).result()
