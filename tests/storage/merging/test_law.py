"""Every column that says whose something is, is in the law of two persons that become one, or has its reason."""

from typing import Final

from sqlalchemy import Column

from storage.merging import moving
from storage.tables import schema
from storage.upkeep import whole

BESIDES: Final = {
    "addresses.person": "taken over by itself",
    "members.chat_id": "whose details hold is asked",
    "affiliations.chat_id": "goes with the member",
    "conversations.chat_id": "of the address, and stays there",
    "failed_updates.chat_id": "the same",
    "outbox.chat_id": "what waits is redirected; what was sent stays as it was",
    "chat_pace.chat_id": "the pace of an address",
    "page_proofs.person": "ended: what a page may do is proved anew",
    "recovery_codes.person": "taken over by itself",
    "road_codes.person": "the same",
    "audit.chat_id": "tells what was done then, and by which number",
    "groups.chat_id": "a group, and no person",
    "colleagues.chat_id": "of a role: who holds one joins nobody",
    "desk_looks.chat_id": "the same",
    "desk_sessions.chat_id": "the same",
    "desk_sign_ins.chat_id": "the same",
}
_SAY_WHOSE: Final = {"chat_id", "person", "by_chat", "owner", "told_by", "made_by", "used_by", "opened_by"}


def _says_whose(column: Column[object]) -> bool:
    return column.name in _SAY_WHOSE or any(str(key.column) == "people.chat_id" for key in column.foreign_keys)


def test_nothing_of_a_person_is_forgotten_when_two_become_one() -> None:
    assert whole.TABLES
    there = {str(one) for table in schema.metadata.sorted_tables for one in table.columns if _says_whose(one)}
    moved = {
        *(f"{table.name}.chat_id" for table, _ in moving.KEYED),
        *(f"{table.name}.{column}" for table, column in moving.PLAIN),
        *(f"{table.name}.chat_id" for table in moving.LEFT),
    }
    assert there == moved | set(BESIDES)
    assert not moved & set(BESIDES)
