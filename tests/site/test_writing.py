"""Files of a site that is being made: any number of writers at once, and never a file of the live site touched."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from practice_commons.site.writing import write

WRITERS = 6


@pytest.mark.parametrize("taken_over", [False, True], ids=["anew", "taken over"])
def test_writers_of_one_file_in_a_folder_that_is_not_there_yet_all_succeed(tmp_path, taken_over):
    """Two pictures with one content are one file, and two workers may come to it at once."""
    live = tmp_path / "live"
    (live / "media").mkdir(parents=True)
    (live / "media" / "picture.png").write_bytes(b"picture")
    start = Barrier(WRITERS)

    def placed(folder):
        start.wait()
        write(folder, "media/picture.png", b"picture", live if taken_over else None)

    with ThreadPoolExecutor(WRITERS) as pool:
        for number in range(200):
            folder = tmp_path / str(number)
            list(pool.map(placed, [folder] * WRITERS))
            assert (folder / "media" / "picture.png").read_bytes() == b"picture"


def test_what_lies_there_is_replaced_and_never_written_into(tmp_path):
    live, folder = tmp_path / "live", tmp_path / "new"
    live.mkdir()
    folder.mkdir()
    (live / "page.html").write_bytes(b"before")
    (folder / "page.html").hardlink_to(live / "page.html")
    write(folder, "page.html", b"after", live)
    assert ((live / "page.html").read_bytes(), (folder / "page.html").read_bytes()) == (b"before", b"after")
