"""Lives to be joined: an affiliation, a seat, a duty, made with what the store itself offers."""

from datetime import date

from domain.activities import Standing
from domain.affiliations import Actor, Stay, Verb
from domain.deeds import HOUSE, By, Deed
from domain.members import Details
from storage.activities import activities, signups
from storage.affiliations import affiliations
from storage.affiliations.affiliations import Wish
from storage.people import members
from storage.unit_of_work import Store
from tests.stage.talk import NOON
from tests.storage.stays import point_id
