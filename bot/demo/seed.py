"""Fills an empty store with the demo's city, in the transaction at hand."""

from bot.demo.landmarks import landmarks
from bot.demo.lending import lending
from bot.demo.shanghai import invent
from storage.booking.saving import save
from storage.places.landmarks import save_landmarks
from storage.places.saving import save_buildings, save_points, save_units
from storage.unit_of_work import UnitOfWork


def seed(unit: UnitOfWork) -> None:
    """Write the city; the caller commits."""
    city = invent()
    save_units(unit, city.units)
    save_buildings(unit, city.buildings, city.branches)
    save_points(unit, city.points)
    save_landmarks(unit, landmarks())
    save(unit, lending(city.points))
