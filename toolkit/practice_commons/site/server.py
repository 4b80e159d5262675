"""The site served from this computer, built again as files change, with pages that reload themselves."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from watchfiles import awatch

from practice_commons.failure import Failure

_RELOAD = "/-/reload"
_SCRIPT = f"""<script>
(function () {{
  var before = null, source = new EventSource("{_RELOAD}");
  source.onmessage = function (event) {{
    if (before !== null && before !== event.data) location.reload();
    before = event.data;
  }};
  addEventListener("pagehide", function () {{ source.close(); }});
}})();
</script>""".encode()


def listen(host: str, port: int) -> tuple[socket.socket, str]:
    """Return a listening socket and the address to open: the port asked for or, when it is taken, any that is free."""
    for candidate in (port, 0):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        made = socket.socket(family, socket.SOCK_STREAM)
        if os.name == "posix":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((host, candidate))
            made.listen(128)
        except OSError as error:
            made.close()
            if candidate == 0:
                raise Failure(
                    f"cannot listen on {host}: {error.strerror}", "Name another address with --host."
                ) from None
            continue
        name = f"[{host}]" if family == socket.AF_INET6 else host
        return made, f"http://{name}:{made.getsockname()[1]}"
    raise AssertionError("unreachable: the last candidate returns or raises")


class Served:
    """A site folder, served; `rebuild` is called when files change, and says what it did."""

    def __init__(
        self,
        folder: Path,
        base_path: str,
        rebuild: Callable[[], str],
        notify: Callable[[str], None],
        beside: Sequence[BaseRoute] = (),
    ) -> None:
        """Prepare to serve a folder under the path of its published address, with other pages beside it."""
        self._beside = beside
        self._folder, self._base, self._rebuild, self._notify = folder, base_path, rebuild, notify
        self._version = 0
        self._changed = asyncio.Condition()
        self._server: uvicorn.Server | None = None

    def application(self, watched: Sequence[Path] = ()) -> Starlette:
        """Return the ASGI application, which also watches the folders and files given."""

        @contextlib.asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            watcher = asyncio.create_task(self._watch(watched)) if watched else None
            try:
                yield
            finally:
                if watcher is not None:
                    watcher.cancel()

        pages = Mount(self._base.rstrip("/"), app=_Pages(directory=self._folder, html=True), name="site")
        routes: list[BaseRoute] = [Route(_RELOAD, self._stream), *self._beside]
        if self._base != "/":
            routes.append(Route("/", lambda _: RedirectResponse(self._base)))
        return Starlette(routes=[*routes, pages], lifespan=lifespan)

    def run(self, listening: socket.socket, watched: Sequence[Path]) -> None:
        """Serve until interrupted."""
        configuration = uvicorn.Config(self.application(watched), log_level="warning", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(configuration)
        with contextlib.suppress(KeyboardInterrupt):
            self._server.run(sockets=[listening])

    async def _watch(self, watched: Sequence[Path]) -> None:
        async for _ in awatch(*[path for path in watched if path.exists()], debounce=300):
            try:
                self._notify(await asyncio.to_thread(self._rebuild))
            except Failure as failure:
                self._notify(f"Not built: {failure.format_message()}")
                continue
            async with self._changed:
                self._version += 1
                self._changed.notify_all()

    async def _stream(self, _: Request) -> Response:
        async def versions() -> AsyncIterator[str]:
            while self._server is None or not self._server.should_exit:
                yield f"data: {self._version}\n\n"
                async with self._changed:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), 15)

        return StreamingResponse(versions(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


class _Pages(StaticFiles):
    """The files of the site; each page gains the few lines that reload it. What is on disk stays as published."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, a page with the reloading script, or the page for a lost reader."""
        found = await super().get_response(path, scope)
        if not isinstance(found, FileResponse) or not str(found.path).endswith(".html"):
            return found
        page = await asyncio.to_thread(Path(found.path).read_bytes)
        dressed = page.replace(b"</body>", _SCRIPT + b"</body>", 1)
        return HTMLResponse(dressed, status_code=found.status_code, headers={"Cache-Control": "no-store"})
