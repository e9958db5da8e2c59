"""In whose words something is said by itself: the person's own language, or else the house's."""

from bot.flows.desk import spoken
from bot.house import House
from bot.texts import Words, words
from storage.people import people
from storage.unit_of_work import UnitOfWork


def words_for(unit: UnitOfWork, house: House, chat_id: int) -> Words:
    return words(spoken(people.find(unit, chat_id), "", house.language))
