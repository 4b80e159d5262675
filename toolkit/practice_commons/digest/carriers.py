"""Where each format of a digest carries its manifest, and how it is read back out of a file that may be hostile.

Nothing is parsed that need not be: no XML, no PDF objects. A format is known by its content, the manifest by a mark of
its own, and every step has a limit. What cannot be read is a Failure in plain words.
"""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
import zlib
from itertools import islice
from pathlib import Path

from practice_commons.digest.manifest import Manifest, parsed
from practice_commons.digest.package import opened
from practice_commons.failure import Failure

NAMESPACE = "urn:practice-commons:manifest"
MARK = "practice-commons-manifest"
"""The name of the manifest in HTML, Markdown, CSV and PDF."""
ODT_PART = f"{MARK}.json"
_FILE = 64 * 1024 * 1024
_MANIFEST = 16 * 1024 * 1024
_PARTS = 10_000
_CELL = 30_000
"""Characters in a cell of CSV; spreadsheets cut them off at 32,767."""
_PIECE = "|"
"""What a cell of the manifest begins with, so that no spreadsheet takes it for a formula."""
_ATTACHED = 20
_CHUNK = 64 * 1024
_DICTIONARY = 2_000
_ATTACHMENT = re.compile(rb"/EmbeddedFile\b(?:(?!endobj)[^\x00]){0,2000}?\bstream\r?\n")
_HINT = "Give a digest as `commons digest` wrote it."
_NONE = "the file holds no digest's manifest"


def element(proof: str) -> str:
    """Return a manifest as an element of XML. Its text holds no markup, so it needs no escaping."""
    return f'<manifest xmlns="{NAMESPACE}">{proof}</manifest>'


def block(proof: str) -> str:
    """Return a manifest as a block of data in HTML, which no browser runs."""
    return f'<script type="application/json" id="{MARK}">{proof}</script>'


def trailer(proof: str) -> str:
    """Return a manifest as the last lines of Markdown, which no viewer shows."""
    return f"<!-- {MARK}\n{proof}\n-->\n"


def cells(proof: str) -> list[str]:
    """Return a manifest as the cells of CSV's last rows."""
    return [f"{_PIECE}{proof[start : start + _CELL]}" for start in range(0, len(proof), _CELL)]


def read(source: Path | str | bytes) -> Manifest:
    """Return the manifest that a digest carries: a file's path, or its bytes. Raises Failure."""
    data = source if isinstance(source, bytes) else _bytes(Path(source))
    if len(data) > _FILE:
        raise Failure(f"the file is larger than any digest ({_FILE // 2**20} MB)", _HINT)
    return parsed(_found(data))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_FILE + 1)
    except OSError as error:
        raise Failure(f"cannot read {path}: {error.strerror}") from None


def form_of(data: bytes) -> str:
    """Return the format of a digest, told by its content."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK\x03\x04"):
        listed = data[data.find(b"PK\x01\x02") :]  # the names of its parts, however they are packed
        return "docx" if b"word/document.xml" in listed else "odt"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if start.startswith(b"{"):
        return "json"
    if start.startswith((b'"record"', b"record,")):
        return "csv"
    return "html" if b"<html" in data[:4096].lower() else "md"


def _found(data: bytes) -> bytes:
    form = form_of(data)
    if form in {"docx", "odt"}:
        return _in_package(data)
    if form == "pdf":
        return _one(_in_pdf(data))
    if form == "json":
        return _in_json(data)
    if form == "csv":
        return _in_csv(data)
    found = re.findall(rb'<script type="application/json" id="%b">([^<]*)</script>' % MARK.encode(), data)
    return _one(found or re.findall(rb"<!-- %b\n([^<>]*)\n-->" % MARK.encode(), data.replace(b"\r\n", b"\n")))


def _one(found: list[bytes]) -> bytes:
    """Return the only manifest; two that differ are a trap."""
    different = sorted(set(found))
    if not different:
        raise Failure(_NONE, _HINT)
    if len(different) > 1:
        raise Failure(f"the file holds {len(different)} different manifests: somebody has changed it", _HINT)
    return _limited(different[0])


def _limited(proof: bytes) -> bytes:
    if len(proof) > _MANIFEST:
        raise Failure(f"the digest's manifest is larger than any digest's ({_MANIFEST // 2**20} MB)", _HINT)
    return proof


def _in_package(data: bytes) -> bytes:
    """Find the manifest in a Word or OpenDocument file."""
    if data.count(b"PK\x01\x02") > _PARTS:
        raise Failure(f"the file has more than {_PARTS:,} parts, more than any digest", _HINT)
    with opened(data) as package:
        entries = package.infolist()
        plain = [_part(package, one) for one in entries if one.filename == ODT_PART]
        custom = [one for one in entries if re.fullmatch(r"customXml/item\d+\.xml", one.filename)]
        tagged = [_inside(_part(package, one)) for one in custom[:100]]
    return _one([*plain, *filter(None, tagged)])


def _part(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack one part, no further than a manifest goes, whatever size it says it has."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or entry.flag_bits & 1:
        raise Failure("the file is packed in a way that no digest is", _HINT)
    with package.open(entry) as stream:
        return _limited(stream.read(_MANIFEST + 1))


def _inside(part: bytes) -> bytes | None:
    """Return what stands inside the manifest's element, found by its name: nothing here expands an entity."""
    found = re.search(rb"<(?:\w+:)?manifest\b[^<>]*\b%b\b[^<>]*>([^<]*)</" % NAMESPACE.encode(), part)
    return html.unescape(found[1].decode("utf-8", "replace")).encode() if found else None


def _in_pdf(data: bytes) -> list[bytes]:
    """Find manifests among the attached files of a PDF: each is a stream of its own, wherever the file keeps it."""
    found = []
    for match in islice(_ATTACHMENT.finditer(data), _ATTACHED):
        end = data.find(b"endstream", match.end())
        if end < 0:
            raise Failure("the file is damaged: it ends too early", "Get it again, or make the digest again.")
        opened = data.rfind(b" obj", 0, match.start() + 1)
        packed = b"/FlateDecode" in data[max(opened, match.start() - _DICTIONARY) : match.end()]
        content = _inflated(data, match.end()) if packed else _limited(data[match.end() : end].rstrip(b"\r\n"))
        if b'"schema":"practice-commons/manifest/' in content:
            found.append(content)
    return found


def _inflated(data: bytes, start: int) -> bytes:
    """Unpack a stream piece by piece, no further than a manifest goes."""
    stream, content = zlib.decompressobj(), bytearray()
    try:
        for place in range(start, len(data), _CHUNK):
            content += stream.decompress(data[place : place + _CHUNK], _MANIFEST + 1 - len(content))
            if stream.eof or len(content) > _MANIFEST:
                return _limited(bytes(content))
    except zlib.error:
        return b""
    raise Failure("the file is damaged: it ends too early", "Get it again, or make the digest again.")


def _in_json(data: bytes) -> bytes:
    import json  # noqa: PLC0415 - the only format that needs it

    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        raise Failure("the file is damaged: it is not JSON", "Get it again, or make the digest again.") from None
    if not isinstance(said, dict) or not isinstance(said.get("manifest"), dict):
        raise Failure(_NONE, _HINT)
    return _limited(json.dumps(said["manifest"]).encode())


def _in_csv(data: bytes) -> bytes:
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"), newline=""))
    try:
        proof = "".join(row[1].removeprefix(_PIECE) for row in rows if len(row) > 1 and row[0] == "manifest")
    except csv.Error:
        raise Failure("the file is damaged: it is not CSV", "Get it again, or make the digest again.") from None
    return _one([proof.encode()] if proof else [])
