"""How fast several workers may send together: what leaves is counted in the database, by its clock.

There are as many slots as messages may leave in a second, and each may be used once in that time: whoever takes one
waits for nobody, and takes another where that one is held. A chat has a bucket, as in `scheduler.pacing`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from storage.unit_of_work import UnitOfWork

LONGEST_HALT_S: Final = 600.0

_MAKE: Final = text("""
    INSERT INTO pace_slots (slot) SELECT generate_series(1, :most) ON CONFLICT (slot) DO NOTHING
""")

_TAKE: Final = text("""
    WITH moment AS (SELECT extract(epoch FROM clock_timestamp())::float8 AS now),
    chats AS (
        INSERT INTO chat_pace AS known (chat_id, full_at)
        SELECT chat, now + :gap FROM unnest(CAST(:chats AS bigint[])) AS chat, moment ORDER BY chat
        ON CONFLICT (chat_id) DO UPDATE SET full_at = greatest(known.full_at, excluded.full_at - :gap) + :gap
        WHERE known.full_at - :burst <= excluded.full_at - :gap OR known.full_at > excluded.full_at + 60
        RETURNING chat_id
    ),
    halt AS (
        SELECT EXISTS (SELECT 1 FROM leadership, moment WHERE halted_until BETWEEN now AND now + :longest) AS holds
    ),
    free AS (
        SELECT CASE WHEN (SELECT holds FROM halt) THEN 0 ELSE count(*) END AS slots FROM pace_slots, moment
        WHERE slot <= :most AND (used_at <= now - :period OR used_at > now + 60)
    ),
    room AS (
        SELECT least((SELECT count(*) FROM chats) + :groups, slots, greatest(:first, slots - :kept)) AS slots FROM free
    ),
    taken AS (
        SELECT slot FROM pace_slots, moment
        WHERE slot <= :most AND (used_at <= now - :period OR used_at > now + 60)
        ORDER BY used_at LIMIT (SELECT slots FROM room) FOR UPDATE OF pace_slots SKIP LOCKED
    ),
    used AS (
        UPDATE pace_slots SET used_at = now FROM moment WHERE slot IN (SELECT slot FROM taken) RETURNING slot
    )
    SELECT (SELECT count(*) FROM used), ARRAY(SELECT chat_id FROM chats)
""")

_HALT: Final = text("""
    UPDATE leadership
    SET halted_until = greatest(halted_until, extract(epoch FROM clock_timestamp())::float8 + :seconds) WHERE id = 1
""")

_TIDY: Final = text("DELETE FROM chat_pace WHERE full_at < extract(epoch FROM clock_timestamp())::float8 - 60")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a pace allows: so many messages over all in a period, and a bucket for each chat."""

    most: int
    period_s: float
    chat_gap_s: float
    chat_burst_s: float
    kept: int
    """So many slots are left to answers by whatever nobody waits for."""


def make(unit: UnitOfWork, allowance: Allowance) -> None:
    """See that there are slots enough, and forget chats that nobody has written to lately."""
    unit.connection.execute(_MAKE, {"most": allowance.most})
    unit.connection.execute(_TIDY)


def take(unit: UnitOfWork, chats: Sequence[int], answers: int, allowance: Allowance) -> tuple[int, Collection[int]]:
    """Ask to write to these chats now; the first `answers` of them wait for it. What is given counts once committed.

    Returns to how many of them, the first of those whose own pace allows it, and which those chats are. Groups, which
    have negative numbers, are paced by who leads.
    """
    asked = {
        "chats": [chat for chat in chats if chat > 0],
        "groups": sum(chat <= 0 for chat in chats),
        "first": answers,
        "most": allowance.most,
        "period": allowance.period_s,
        "gap": allowance.chat_gap_s,
        "burst": allowance.chat_burst_s,
        "kept": allowance.kept,
        "longest": LONGEST_HALT_S,
    }
    room, allowed = unit.connection.execute(_TAKE, asked).one()
    return room, {*allowed, *(chat for chat in chats if chat <= 0)}


def halt(unit: UnitOfWork, seconds: float) -> None:
    """Let nobody send for so long, whichever worker the messenger has told so."""
    unit.connection.execute(_HALT, {"seconds": min(seconds, LONGEST_HALT_S)})
