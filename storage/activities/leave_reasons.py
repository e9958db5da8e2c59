"""Why somebody is on leave, told after the leave was granted; sealed, like every reason."""

from domain.activities.seats import State
from storage.activities import seats, signup_reading
from storage.unit_of_work import UnitOfWork


def explain(unit: UnitOfWork, activity_id: int, chat_id: int, reason: str) -> bool:
    """Write the reason down, over an earlier one. False: this person is not on leave."""
    _, scene = seats.approach(unit, activity_id, chat_id)
    if scene.mine is None or scene.mine.state is not State.ON_LEAVE:
        return False
    seats.put(unit, scene, reason=unit.seal.close(reason.encode(), signup_reading.REASON))
    return True
