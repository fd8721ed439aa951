"""The modules of the offline verifier in a browser page, without a server of ours."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jawda.apps.recognition

FOLDER = Path(jawda.apps.recognition.__file__).parent / "static" / "recognition" / "offline"

#: Calls one function for each case, and answers with what it gave or the reason for which it refused.
EACH = """async ({module, name, cases, bytes}) => {
  const found = (await import(`/${module}`))[name];
  const read = (item) => item !== null && typeof item === "object" && "base64" in item
    ? Uint8Array.from(atob(item.base64), (letter) => letter.charCodeAt(0)) : item;
  const answers = [];
  for (const given of cases) {
    try {
      const value = await found(...given.map(read));
      answers.push({value: value === undefined ? null : JSON.parse(JSON.stringify(value))});
    } catch (fault) {
      answers.push(fault.reason ? {refused: fault.reason, path: fault.path} : {broken: String(fault.stack)});
    }
  }
  return answers;
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        pass

    def do_GET(self) -> None:
        if self.path == "/":
            self.send_response(200)
            self.end_headers()
        else:
            super().do_GET()


_Quiet.extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}


@contextmanager
def module_page(browser: Any) -> Iterator[Any]:
    """A page that may import the modules; localhost, since WebCrypto asks for a secure place."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(FOLDER)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(f"http://localhost:{server.server_address[1]}/")
        yield page
    finally:
        context.close()
        server.shutdown()
        server.server_close()


def as_bytes(data: bytes) -> dict[str, str]:
    return {"base64": b64encode(data).decode()}


def each(page: Any, module: str, name: str, cases: list[list[Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(EACH, {"module": module, "name": name, "cases": cases})
    assert len(found) == len(cases)
    return found


def cases(test: Any) -> list[Any]:
    """The parameters of a test, as it is called with them."""
    (mark,) = (one for one in test.pytestmark if one.name == "parametrize")
    found: list[Any] = list(mark.args[1])
    return found
