"""The form deployed alone: `uvicorn --factory practice_commons.editor.asgi:create`."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette

from practice_commons.editor.application import served
from practice_commons.editor.furnishing import furnished
from practice_commons.failure import Failure
from practice_commons.moderation.safe import FOLDER

ROOT = "COMMONS_ROOT"
SITE = "COMMONS_SITE"
PROXIES = "COMMONS_TRUSTED_PROXIES"
INSECURE = "COMMONS_INSECURE"


def create(environment: Mapping[str, str] | None = None) -> Starlette:
    """Return the application of the commons that COMMONS_ROOT names, with the key in COMMONS_KEY. Raises Failure.

    COMMONS_SITE is the path of the published site, COMMONS_TRUSTED_PROXIES how many proxies of ours stand before
    this. Cookies go over https only, unless COMMONS_INSECURE is 1.
    """
    said = os.environ if environment is None else environment
    if not said.get(ROOT):
        raise Failure(f"{ROOT} is not set", "Name the folder of the commons, or of its bare repository.")
    root = Path(said[ROOT]).absolute()
    proxies = said.get(PROXIES, "0")
    if not proxies.isdigit():
        raise Failure(f"{PROXIES} is {proxies!r}", "Give the number of proxies, such as 1.")
    room, provider = furnished(
        root,
        root / FOLDER,
        said,
        lambda: dt.datetime.now(dt.UTC),
        logging.getLogger("practice_commons.editor").warning,
        site=said.get(SITE, "/"),
        secure=said.get(INSECURE) != "1",
        trusted_proxies=int(proxies),
    )
    return served(room, provider)
