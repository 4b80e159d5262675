"""What GitHub answers, typed where it enters: of each thing, the part that we use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import AwareDatetime, BaseModel


class User(BaseModel):
    """An account."""

    login: str
    type: str = "User"


class Repository(BaseModel):
    """A repository, by its owner and name."""

    full_name: str


class End(BaseModel):
    """One end of a pull request: a branch, as it was, and where."""

    ref: str
    sha: str
    repo: Repository | None = None


class Pull(BaseModel):
    """A pull request. `user` is None where the account is gone."""

    number: int
    state: str
    draft: bool = False
    user: User | None
    head: End
    base: End
    html_url: str
    created_at: AwareDatetime
    updated_at: AwareDatetime


class Comment(BaseModel):
    """Something said under a pull request or an issue."""

    id: int
    user: User | None
    body: str | None = None
    created_at: AwareDatetime
    author_association: str = "NONE"


class Review(BaseModel):
    """A review: of which commit, and what it comes to. `submitted_at` is None while it is being written."""

    user: User | None
    body: str
    state: str
    commit_id: str | None
    submitted_at: AwareDatetime | None = None
    author_association: str = "NONE"


class Committed(BaseModel):
    """Whose a commit is, as far as GitHub knows: it answers with an empty object for some that it does not."""

    author: Mapping[str, Any] | None
    committer: Mapping[str, Any] | None
