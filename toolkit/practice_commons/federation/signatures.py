"""Who signed a commit, as SSH signatures say it (git-verify-commit, ssh-keygen(1)).

Git judges a key by the day of the commit, which whoever holds an old key can choose. So a key must also be good today.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import shutil
import tempfile
from pathlib import Path

from practice_commons.failure import Failure
from practice_commons.federation.refusal import Ground, Refusal
from practice_commons.model.federation import Peer
from practice_commons.reading.git import Repository

_PRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
_UNTIL = re.compile(r'valid-before="([0-9]{8})([0-9]{4}([0-9]{2})?)?Z?"')
_HINT = "Ask its people by another way than the repository before you change who may sign."


def signer(repository: Repository, commit: str, peer: Peer, now: dt.datetime) -> str | Refusal:
    """Return the fingerprint of the key that signed a commit; empty where the peer needs none. Raises Failure."""
    if peer.unsigned:
        return ""
    if shutil.which("ssh-keygen") is None:
        raise Failure("ssh-keygen is not installed, so no signature can be verified", "Install OpenSSH and try again.")
    head = repository.raw_commit(commit).partition(b"\n\n")[0]
    if b"\ngpgsig -----BEGIN SSH SIGNATURE-----" not in head and b"\ngpgsig-sha256 -----BEGIN SSH" not in head:
        kind = "with something else than SSH" if b"\ngpgsig" in head else "by nobody"
        return Refusal(Ground.UNSIGNED, f"{commit[:12]} is signed {kind}", "Its people must sign what they publish.")
    good = [line for line in peer.signers if not _is_over(line, now)]
    if _verified(repository, commit, good, ()) is None:
        if _verified(repository, commit, [_forever(line) for line in peer.signers], ()) is None:
            return Refusal(Ground.UNKNOWN_KEY, f"{commit[:12]} is signed by none of its signers", _HINT)
        return Refusal(Ground.EXPIRED_KEY, f"{commit[:12]} is signed with a key that has expired", _HINT)
    found = _verified(repository, commit, good, peer.revoked)
    return found or Refusal(Ground.REVOKED_KEY, f"{commit[:12]} is signed with a key that was revoked", _HINT)


def _verified(repository: Repository, commit: str, signers: list[str], revoked: tuple[str, ...]) -> str | None:
    """Return the fingerprint of the signer who signed a commit, if one of these did."""
    with tempfile.TemporaryDirectory(prefix="commons-signers-") as folder:
        allowed, gone = Path(folder) / "allowed", Path(folder) / "revoked"
        allowed.write_text("".join(f"{line}\n" for line in signers), "utf-8")
        gone.write_text("".join(f"{line}\n" for line in revoked), "utf-8")
        answer = repository.verified(commit, allowed, gone)
    found = _PRINT.search(answer.said + answer.out.decode("utf-8", "replace"))
    return found[0] if answer.code == 0 and found else None


def _is_over(line: str, now: dt.datetime) -> bool:
    """Say whether a signer's key is good no more today."""
    found = _UNTIL.search(line)
    return found is not None and dt.datetime.strptime(found[1], "%Y%m%d").replace(tzinfo=dt.UTC) <= now


def _forever(line: str) -> str:
    """Return a signer's line without any end or beginning, to tell an old key from a stranger's."""
    who, _, rest = line.partition(" ")
    if rest.startswith(("ssh-", "sk-", "ecdsa-")):
        return line
    return f"{who} {rest.partition(' ')[2]}"


def offered(repository: Repository, commit: str) -> tuple[str, str] | None:
    """Return the public key that a commit says it is signed with, and its fingerprint; None where it says none.

    Nothing is verified: it is what somebody compares with what the peer's people say by another way. The form is that
    of OpenSSH's PROTOCOL.sshsig: a magic word, a version, then the key.
    """
    head = repository.raw_commit(commit).partition(b"\n\n")[0]
    found = re.search(rb"-----BEGIN SSH SIGNATURE-----\s+([A-Za-z0-9+/=\s]+?)\s+-----END SSH SIGNATURE-----", head)
    if found is None:
        return None
    try:
        blob = base64.b64decode(b"".join(found[1].split()), validate=True)
        size = int.from_bytes(blob[10:14], "big")
        key = blob[14 : 14 + size]
        kind = key[4 : 4 + int.from_bytes(key[:4], "big")].decode("ascii")
    except ValueError:
        return None
    if not blob.startswith(b"SSHSIG") or len(key) != size or not re.fullmatch(r"[a-z0-9@.-]+", kind):
        return None
    told = base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")
    return f"{kind} {base64.b64encode(key).decode()}", f"SHA256:{told}"
