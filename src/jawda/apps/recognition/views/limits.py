"""How often one address may try what it does not know: links that lead nowhere, files to check."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Final

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WRONG_LINKS: Final = 30
"""Links that lead nowhere, in an hour: a link has 144 random bits, and whoever tries so many is guessing."""
CHECKS: Final = 120
"""Files checked, in an hour."""
PAPERS: Final = 60
"""Documents made for printing, in an hour."""
_HOUR: Final = 3600


def tried_too_often(request: HttpRequest) -> bool:
    """Whether this address has tried enough wrong links for now."""
    return _count_of(f"document-link-wrong-{_caller(request)}") >= WRONG_LINKS


def count_wrong(request: HttpRequest) -> None:
    """One more link that leads nowhere."""
    _one_more(f"document-link-wrong-{_caller(request)}")


def may_check(request: HttpRequest) -> bool:
    """Whether this address may have another file checked; it is counted."""
    return _may(f"document-check-{_caller(request)}", CHECKS)


def may_print(request: HttpRequest) -> bool:
    """Whether this address may have another document made for printing; it is counted."""
    return _may(f"document-print-{_caller(request)}", PAPERS)


def _may(key: str, most: int) -> bool:
    if _count_of(key) >= most:
        return False
    _one_more(key)
    return True


def _count_of(key: str) -> int:
    return int(cache.get(key, 0))


def _one_more(key: str) -> None:
    if not cache.add(key, 1, timeout=_HOUR):
        cache.set(key, _count_of(key) + 1, timeout=_HOUR)


def _caller(request: HttpRequest) -> str:
    """As for sign-in: behind proxies that are trusted, the one they name. Of IPv6 the network, which one caller has."""
    address = str(get_adapter().get_client_ip(request))
    return str(ip_network(f"{address}/64", strict=False)) if ":" in address else address
