"""What is kept outside Git, for a while: drafts, addresses to answer to, links and sessions, all sealed with a key.

Nothing here is a record. The safe is one SQLite file in a private folder that Git ignores; what people wrote and where
they can be reached is encrypted at rest (Fernet: AES-128-CBC with HMAC-SHA256, https://github.com/fyne-io/fernet-spec)
with the operator's key, and goes when its time is up. Of links and sessions only a hash is kept, so that whoever reads
the file cannot use them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import hmac
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from practice_commons.failure import Failure

FOLDER = ".commons-private"
KEY = "COMMONS_KEY"
"""The environment variable that holds the operator's key, where it is not kept in the folder."""
DRAFTS = dt.timedelta(days=30)
"""How long a draft that nobody touches is kept."""
AFTERWARDS = dt.timedelta(days=30)
"""How long an address is kept after the decision, and the private link works."""
TICKET = dt.timedelta(minutes=15)
"""How long a link for signing in works, once."""
SESSION = dt.timedelta(hours=12)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS draft (id TEXT PRIMARY KEY, sealed BLOB NOT NULL, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS address (reference TEXT PRIMARY KEY, sealed BLOB NOT NULL, until REAL);
CREATE TABLE IF NOT EXISTS closed (reference TEXT PRIMARY KEY, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS pass (hash TEXT PRIMARY KEY, role TEXT NOT NULL, kind TEXT NOT NULL, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS use (who TEXT NOT NULL, act TEXT NOT NULL, moment REAL NOT NULL);
CREATE INDEX IF NOT EXISTS use_by ON use (who, act, moment);
"""


class Safe:
    """The safe in a folder. May be used by several processes and threads at once."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """Open it. Raises Failure when it cannot be, or the key is none."""
        try:
            self._fernet = Fernet(key)
        except ValueError:
            raise Failure(
                f"{KEY} is not a key",
                "Make one with: python -c 'from cryptography.fernet import Fernet as F; "
                "print(F.generate_key().decode())'",
            ) from None
        self._secret = hashlib.sha256(b"links" + key).digest()
        self._file = folder / "safe.sqlite"
        with self._open() as connection:
            connection.executescript(_SCHEMA)

    @classmethod
    def of(cls, root: Path, environment: Mapping[str, str]) -> Safe:
        """Open the safe of a commons, made where there is none. Only its owner can read the folder. Raises Failure."""
        folder = root / FOLDER
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            (folder / ".gitignore").write_text("*\n", "utf-8")
            key = environment.get(KEY, "").strip().encode() or _key(folder / "key")
            return cls(folder, key)
        except (OSError, sqlite3.DatabaseError) as error:
            raise Failure(
                f"{folder} cannot be used: {error}", "See whether it is yours and the disk has room."
            ) from error

    def link(self, reference: str) -> str:
        """Return the secret part of a submission's private link: it follows from the reference and the key."""
        return hmac.new(self._secret, reference.encode(), hashlib.sha256).hexdigest()[:32]

    def holds(self, reference: str, link: str, now: dt.datetime) -> bool:
        """Say whether a private link is that of a reference, and still works."""
        if not hmac.compare_digest(self.link(reference).encode(), link.encode("utf-8", "replace")):
            return False
        with self._open() as connection:
            row = connection.execute("SELECT until FROM closed WHERE reference = ?", (reference,)).fetchone()
        return row is None or row[0] > now.timestamp()

    def close(self, reference: str, now: dt.datetime) -> None:
        """Let a submission's address and its link go, a while after it was decided on."""
        until = (now + AFTERWARDS).timestamp()
        with self._open() as connection:
            connection.execute("INSERT OR IGNORE INTO closed VALUES (?, ?)", (reference, until))
            connection.execute("UPDATE address SET until = ? WHERE reference = ? AND until IS NULL", (until, reference))

    def keep_address(self, reference: str, address: str) -> None:
        """Keep where a submission's contributor can be reached."""
        with self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO address VALUES (?, ?, NULL)", (reference, self._sealed(address)))

    def address(self, reference: str) -> str:
        """Return where a submission's contributor can be reached; empty where that is not known."""
        with self._open() as connection:
            row = connection.execute("SELECT sealed FROM address WHERE reference = ?", (reference,)).fetchone()
        found = self._opened(row[0]) if row else None
        return found if isinstance(found, str) else ""

    def keep_draft(self, identity: str, said: Mapping[str, Any], now: dt.datetime) -> None:
        """Keep a draft as it stands."""
        until = (now + DRAFTS).timestamp()
        with self._open() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", (_hash(identity), self._sealed(said), until)
            )

    def draft(self, identity: str, now: dt.datetime) -> dict[str, Any] | None:
        """Return a draft; None where there is none, or its time is up."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT sealed FROM draft WHERE id = ? AND until > ?", (_hash(identity), now.timestamp())
            ).fetchone()
        found = self._opened(row[0]) if row else None
        return found if isinstance(found, dict) else None

    def drop_draft(self, identity: str) -> None:
        """Let a draft go: it was submitted, or its author wants it gone."""
        with self._open() as connection:
            connection.execute("DELETE FROM draft WHERE id = ?", (_hash(identity),))

    def ticket(self, role: str, now: dt.datetime) -> str:
        """Return the secret part of a link that signs somebody in, once."""
        return self._pass(role, "ticket", now + TICKET)

    def redeem(self, ticket: str, now: dt.datetime) -> str | None:
        """Return whose ticket this is, and let nobody use it again; None where it was used, or is too old."""
        with self._open() as connection:
            row = connection.execute(
                "DELETE FROM pass WHERE hash = ? AND kind = 'ticket' RETURNING role, until", (_hash(ticket),)
            ).fetchone()
        return str(row[0]) if row and row[1] > now.timestamp() else None

    def begin(self, role: str, now: dt.datetime) -> str:
        """Return the secret of a session that begins."""
        return self._pass(role, "session", now + SESSION)

    def who(self, session: str, now: dt.datetime) -> str | None:
        """Return whose session this is; None where it has ended."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT role FROM pass WHERE hash = ? AND kind = 'session' AND until > ?",
                (_hash(session), now.timestamp()),
            ).fetchone()
        return str(row[0]) if row else None

    def end(self, session: str) -> None:
        """End a session."""
        with self._open() as connection:
            connection.execute("DELETE FROM pass WHERE hash = ?", (_hash(session),))

    def allow(self, who: str, act: str, most: int, within: dt.timedelta, now: dt.datetime) -> bool:
        """Count an act of somebody, and say whether it is one of the first few within a time.

        Who it is (a network address) is kept as a keyed hash only. Nobody's count is part of anybody else's.
        """
        known = hmac.new(self._secret, who.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]
        since = (now - within).timestamp()
        with self._open() as connection:
            connection.execute("DELETE FROM use WHERE who = ? AND act = ? AND moment <= ?", (known, act, since))
            count = connection.execute("SELECT count(*) FROM use WHERE who = ? AND act = ?", (known, act)).fetchone()[0]
            if count >= most:
                return False
            connection.execute("INSERT INTO use VALUES (?, ?, ?)", (known, act, now.timestamp()))
        return True

    def sweep(self, now: dt.datetime) -> None:
        """Let everything go whose time is up."""
        moment = now.timestamp()
        with self._open() as connection:
            for table in ("draft", "address", "pass"):
                connection.execute(f"DELETE FROM {table} WHERE until <= ?", (moment,))  # noqa: S608 - our own names
            connection.execute("DELETE FROM use WHERE moment <= ?", (moment - SESSION.total_seconds() * 2,))

    def _pass(self, role: str, kind: str, until: dt.datetime) -> str:
        secret = secrets.token_urlsafe(32)
        with self._open() as connection:
            connection.execute("INSERT INTO pass VALUES (?, ?, ?, ?)", (_hash(secret), role, kind, until.timestamp()))
        return secret

    def _sealed(self, said: Any) -> bytes:
        return self._fernet.encrypt(json.dumps(said).encode())

    def _opened(self, sealed: bytes) -> Any:
        """Return what was sealed; None where it was damaged, or sealed with another key."""
        try:
            return json.loads(self._fernet.decrypt(sealed))
        except (InvalidToken, ValueError):
            return None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=30)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                yield connection


def _key(file: Path) -> bytes:
    """Return the key in a file that only its owner can read, made where there is none."""
    if not file.exists():
        own = file.with_suffix(f".{os.getpid()}")
        handle = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(Fernet.generate_key())
        with contextlib.suppress(FileExistsError):  # of two who come at once, one makes it
            os.link(own, file)
        own.unlink()
    return file.read_bytes().strip()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
