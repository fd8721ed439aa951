"""Time-stamps of someone else over a seal (RFC 3161, asked for over https as its 3.4 says): PAdES level B-T.

Imported with ``sealing``, by those who seal.
"""

from __future__ import annotations

from typing import Final

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

from jawda.foundation.fetching.addresses import PUBLIC, Reach, Refused, Target
from jawda.foundation.fetching.getting import post
from jawda.foundation.printing.sealers import SealingFailed

_QUERY: Final = "application/timestamp-query"
_REPLY: Final = "application/timestamp-reply"
_MOST_BYTES: Final = 100_000
_SECONDS: Final = 20.0


class FetchedTimeStamps(TimeStamper):
    """Asks a service for each seal, by the rules of everything that is fetched: https, public addresses, no redirect.

    What comes back must be over the very digest that was sent; the nonce is compared by the package.
    """

    def __init__(self, target: Target, reach: Reach = PUBLIC) -> None:
        super().__init__()
        self._target, self._reach = target, reach

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """``SealingFailed`` where no time-stamp of this digest comes."""
        try:
            answer = post(
                self._target, req.dump(), content_type=_QUERY, accept=_REPLY, most_bytes=_MOST_BYTES, seconds=_SECONDS,
                reach=self._reach,
            )  # fmt: skip
        except Refused as refused:
            raise SealingFailed(f"no time-stamp came: {refused.fault.value}") from None
        if answer.media_type != _REPLY:
            raise SealingFailed("no time-stamp came: the answer is none of RFC 3161")
        try:
            found = tsp.TimeStampResp.load(answer.body, strict=True)
            if found["status"]["status"].native not in ("granted", "granted_with_mods"):
                raise SealingFailed("the time-stamping service refuses")
            info = found["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
            stamped = info["message_imprint"].dump()
        except (ValueError, TypeError, KeyError, AttributeError):
            raise SealingFailed("no time-stamp came: the answer cannot be read") from None
        if stamped != req["message_imprint"].dump():
            raise SealingFailed("the time-stamp is over something else")
        return found
