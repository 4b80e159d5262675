"""Commons that publish over HTTP on this machine, by Git's own server, and one that takes from them."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from commanding import Done, commons

GOOD = Path(__file__).parent / "fixtures" / "good"
BEGAN = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(days=10)


def git(folder: Path, *arguments: str, feed: bytes = b"", when: dt.datetime = BEGAN) -> str:
    moment = f"{int(when.timestamp())} +0000"
    who = {"GIT_AUTHOR_NAME": "E", "GIT_AUTHOR_EMAIL": "e@example.org", "GIT_AUTHOR_DATE": moment}
    who |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in who.items()}
    command = ["git", "-c", "core.protectNTFS=false", "-c", "core.protectHFS=false", *arguments]
    done = subprocess.run(command, cwd=folder, env=os.environ | who, input=feed, capture_output=True, check=False)
    assert done.returncode == 0, (arguments, done.stderr)
    return done.stdout.decode().strip()


class Backend(BaseHTTPRequestHandler):
    """git-http-backend(1), as a web server runs it (RFC 3875)."""

    protocol_version = "HTTP/1.0"
    root: Path

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _serve(self, body: bytes) -> None:
        path, _, query = self.path.partition("?")
        environment = {
            "PATH": os.environ["PATH"],
            "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "safe.directory",
            "GIT_CONFIG_VALUE_0": "*",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "REMOTE_ADDR": "127.0.0.1",
        }
        done = subprocess.run(["git", "http-backend"], env=environment, input=body, capture_output=True, check=False)
        head, _, rest = done.stdout.partition(b"\r\n\r\n")
        rows = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line)
        self.send_response(int(rows.pop("Status", "200").split()[0]))
        for name, value in rows.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(rest)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(root: Path, port: int = 0) -> Iterator[str]:
    """Serve the repositories of a folder, which is made where it is not there, and give the address."""
    root.mkdir(exist_ok=True)
    with ThreadingHTTPServer(("127.0.0.1", port), type("Handler", (Backend,), {"root": root})) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Theirs:
    """A commons of other people: a work tree, and where it is served."""

    folder: Path
    url: str
    key: Path | None = None
    clock: dt.datetime = field(default=BEGAN)

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.folder / path).read_text("utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def commit(self, message: str = "Change", *options: str) -> str:
        self.clock += dt.timedelta(minutes=1)
        signing = ["-c", "gpg.format=ssh", "-c", f"user.signingkey={self.key}", "-c", "commit.gpgsign=true"]
        git(self.folder, "add", "--all")
        git(self.folder, *(signing if self.key else []), "commit", "-q", "-m", message, *options, when=self.clock)
        return self.head()

    def adopt_tree(self, tree: str) -> str:
        """Publish a tree made with plumbing, after what is there."""
        self.clock += dt.timedelta(minutes=1)
        commit = git(self.folder, "commit-tree", "-p", "HEAD", "-m", "Odd", tree, when=self.clock)
        git(self.folder, "update-ref", "refs/heads/main", commit)
        return commit

    def head(self) -> str:
        return git(self.folder, "rev-parse", "main")


@dataclass
class Ours:
    """The commons that takes from others."""

    folder: Path

    def run(self, *arguments: str | Path) -> Done:
        return commons("-C", self.folder, *arguments)

    def federation(self, *arguments: str | Path) -> Done:
        return self.run("federation", *arguments)

    def commit(self, message: str = "Change") -> str:
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "-q", "-m", message)
        return git(self.folder, "rev-parse", "HEAD")

    def join(self, theirs: Theirs, *options: str, name: str = "kent") -> None:
        """Add a peer, commit that, and accept what it publishes."""
        added = self.federation("add", theirs.url, "--insecure", "--name", name, *(options or ["--unsigned"]))
        assert added.code == 0, added.err
        self.commit("Add a peer")
        accepted = self.federation("accept", name)
        assert accepted.code == 0, accepted

    def settings(self, old: str, new: str) -> None:
        file = self.folder / "communities/federation.yml"
        text = file.read_text("utf-8")
        assert old in text, text
        file.write_text(text.replace(old, new), "utf-8")
        self.commit("Settings")


def begun(folder: Path) -> Path:
    shutil.copytree(GOOD, folder)
    git(folder, "init", "-q", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Begin")
    return folder


def neighbour(root: Path, address: str, name: str) -> Theirs:
    folder = begun(root / name)
    found = Theirs(folder, f"{address}/{name}/.git")
    found.edit("communities/commons.yml", "Fixture commons", f"The commons of {name.title()}")
    found.edit("communities/commons.yml", "https://commons.example/", f"https://{name}.example/")
    found.edit("communities/commons.yml", "https://git.example/commons", f"https://git.example/{name}")
    found.commit("Names")
    return found


def make_key(file: Path) -> tuple[Path, str]:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file], check=True)
    kind, public = file.with_suffix(".pub").read_text().split()[:2]
    return file, f"kent@example.org {kind} {public}"
