"""A process that rings what is due, to be killed: `python ringing_process.py URL KEY NOW`."""

import asyncio
import sys
from zoneinfo import ZoneInfo

from bot.house import House
from scheduler.notices.runner import ring_due
from storage.unit_of_work import Store


async def main(url: str, key: str, now: float) -> None:
    store = Store(url, key)
    await ring_due(store, House(language="en", zone=ZoneInfo("Asia/Shanghai"), quiet_hours=None), lambda: now)
    store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3])))
