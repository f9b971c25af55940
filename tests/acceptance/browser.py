"""Headless Chromium for tests, through the W3C WebDriver protocol of chromedriver; plain HTTP, on loopback only."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --window-size=900,700 --lang=en-US"
).split()
_DIRECT = build_opener(ProxyHandler({}))


def absent() -> str | None:
    """Why there is no browser to test with, or None."""
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return f"{' and '.join(missing)} not installed (Debian packages chromium, chromium-driver)" if missing else None


class Browser:
    """One browser window."""

    def __init__(self, address: str, profile: Path) -> None:
        options = {"binary": shutil.which("chromium"), "args": [*_FLAGS, f"--user-data-dir={profile}"]}
        wanted = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}
        self._address = address
        self._session = f"{address}/session/{_call('POST', f'{address}/session', wanted)['sessionId']}"

    def open(self, url: str) -> None:
        """Go there as a person does who types the address, and wait until the page is loaded."""
        _call("POST", f"{self._session}/url", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        """What the body of a JavaScript function returns."""
        return _call("POST", f"{self._session}/execute/sync", {"script": script, "args": list(arguments)})

    def close(self) -> None:
        """Close the window and end the browser."""
        _call("DELETE", self._session)


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A fresh browser with its own profile, ended afterwards."""
    port = _free_port()
    with subprocess.Popen(
        ["chromedriver", f"--port={port}", "--silent"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as driver:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address)
            window = Browser(address, profile)
            try:
                yield window
            finally:
                window.close()
        finally:
            driver.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            if _call("GET", f"{address}/status")["ready"]:
                return
        except URLError:
            if time.monotonic() > until:
                raise
        time.sleep(0.1)


def _call(method: str, address: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = Request(address, data, {"Content-Type": "application/json"}, method=method)
    try:
        with _DIRECT.open(request, timeout=120) as answer:
            return json.load(answer)["value"]
    except HTTPError as error:
        said = error.read().decode(errors="replace")
        raise RuntimeError(f"chromedriver: {said[:500]}") from None
