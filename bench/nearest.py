"""How fast and how exactly the nearest points are found, beside a k-d tree in memory; and how fast text is."""

import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from math import asin, degrees
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Final, TypeVar

import numpy as np
from scipy.spatial import cKDTree

from bench.stores import city, empty
from domain.places.geo import Position, distance_m, unit_vector
from storage.places import places_index
from storage.places.nearest import nearest
from storage.places.search import PlaceSearch
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")

COUNT: Final = 5
MILLION: Final = 1_000_000
_TOWNS: Final = 200
_INSERT: Final = """
    INSERT INTO points (id, code, slug, name, layer, unit_id, address, latitude, longitude, x, y, z, services, hours,
                        phone, pinyin)
    VALUES (?, ?, ?, ?, 'point', 1, ?, ?, ?, ?, ?, ?, 5, 'Mo-Fr 09:00-17:00', '021-00000000', 'fu wu dian')
"""


def figures(*, quick: bool) -> dict[str, float]:
    """Measure; `quick` asks fewer questions of the same stores."""
    asked = 300 if quick else 1_000
    with tempfile.TemporaryDirectory() as folder:
        return _in_the_city(Path(folder), asked) | _on_the_globe(Path(folder), asked)


def _in_the_city(folder: Path, asked: int) -> dict[str, float]:
    chance = random.Random(12)
    with closing(city(f"sqlite:///{folder}/city.db")) as store, store.unit_of_work() as unit:
        positions = [Position(chance.uniform(30.9, 31.5), chance.uniform(121.0, 121.9)) for _ in range(asked)]
        spent = _microseconds(positions, lambda position: nearest(unit, position, COUNT))
        return {"p50_us_12k": median(spent), "text_p95_ms": _text_p95_ms(unit, chance, asked)}


def _text_p95_ms(unit: UnitOfWork, chance: random.Random, asked: int) -> float:
    """Ask for real names, a third whole, a third cut short, a third with a typo; half of all in pinyin."""
    rows = unit.connection.exec_driver_sql(
        "SELECT name, pinyin FROM buildings UNION ALL SELECT name, pinyin FROM points"
    )
    names = chance.sample([each for row in rows for each in row], asked)
    search = PlaceSearch()
    search.find(unit, "")
    questions = [(str, _cut, _mistyped)[number % 3](name) for number, name in enumerate(names)]
    spent = _microseconds(questions, lambda text: search.find(unit, text))
    return quantiles(spent, n=20)[-1] / 1000


def _cut(name: str) -> str:
    return name[: max(3, len(name) // 2)]


def _mistyped(name: str) -> str:
    return f"{name[:2]}{name[3:]}" if name.isascii() else f"{name[0]}错{name[2:]}"


def _on_the_globe(folder: Path, asked: int) -> dict[str, float]:
    chance = random.Random(1_000_000)
    towns = [next(_anywhere(chance)) for _ in range(_TOWNS)]
    points = list(_some(chance, towns, MILLION))
    vectors = np.array([unit_vector(point) for point in points])
    questions, others = list(_some(chance, towns, asked)), list(_some(chance, towns, 2 * asked))
    with closing(empty(f"sqlite:///{folder}/globe.db")) as store, store.unit_of_work() as unit:
        _fill(unit, points, vectors)
        _microseconds(others, lambda position: nearest(unit, position, COUNT))
        spent = _microseconds(questions, lambda position: nearest(unit, position, COUNT))
        agreement = _agreement(unit, points, vectors, [*_EDGES, *questions[: asked - len(_EDGES)]])
    tree = cKDTree(vectors)
    in_tree = _microseconds(questions, lambda position: tree.query(unit_vector(position), k=COUNT))
    return {
        "p50_us_1m": median(spent),
        "p99_us_1m": quantiles(spent, n=100)[-1],
        "ckdtree_p50_us_1m": median(in_tree),
        "ratio_vs_ckdtree_1m": median(spent) / median(in_tree),
        "agreement": agreement,
    }


_EDGES: Final = [
    Position(latitude, longitude)
    for latitude in (-90.0, -89.99, -45.0, 0.0, 31.23, 89.99, 90.0)
    for longitude in (-180.0, -179.9999, 0.0, 121.47, 179.9999, 180.0)
]


def _anywhere(chance: random.Random) -> Iterator[Position]:
    while True:
        yield Position(degrees(asin(chance.uniform(-1, 1))), chance.uniform(-180, 180))


def _some(chance: random.Random, towns: Sequence[Position], count: int) -> Iterator[Position]:
    """Yield positions, one half all over the sphere, one half around towns."""
    everywhere = _anywhere(chance)
    for number in range(count):
        position = next(everywhere)
        if number % 2:
            town = chance.choice(towns)
            latitude = max(-90.0, min(90.0, town.latitude + chance.gauss(0, 0.2)))
            position = Position(latitude, (town.longitude + chance.gauss(0, 0.2) + 180) % 360 - 180)
        yield Position(round(position.latitude, 7), round(position.longitude, 7))


def _fill(unit: UnitOfWork, points: Sequence[Position], vectors: Any) -> None:  # noqa: ANN401  numpy's array
    """Write the points in bulk; the index is made after, which is the same as growing it but faster."""
    places_index.drop(unit.connection)
    unit.connection.exec_driver_sql("PRAGMA cache_size = -400000")
    unit.connection.exec_driver_sql(
        "INSERT INTO units (id, code, kind, name, path) VALUES (1, 'c', 'city', 'C', '/1/')"
    )
    rows = [
        (
            number,
            f"p{number}",
            f"p{number}",
            f"服务点{number}",
            f"路{number}号",
            point.latitude,
            point.longitude,
            *vector,
        )
        for number, (point, vector) in enumerate(zip(points, vectors.tolist(), strict=True), 1)
    ]
    unit.connection.exec_driver_sql(_INSERT, rows)
    places_index.create(unit.connection)
    unit.commit()
    unit.connection.exec_driver_sql("PRAGMA cache_size = -2000")  # SQLite's own


def _agreement(unit: UnitOfWork, points: Sequence[Position], vectors: Any, questions: Sequence[Position]) -> float:  # noqa: ANN401  numpy's array
    """Return the share of questions whose answer is, in its order, that of measuring every point."""
    right = 0
    for here in questions:
        likely = np.argpartition(-(vectors @ np.array(unit_vector(here))), 64)[:64]
        measured = sorted((distance_m(here, points[number]), int(number) + 1) for number in likely)
        found = [near.point.id for near in nearest(unit, here, COUNT)]
        right += found == [row_id for _, row_id in measured[:COUNT]]
    return right / len(questions)


def _microseconds(questions: Iterable[T], ask: Callable[[T], object]) -> list[float]:
    spent = []
    for question in questions:
        started = perf_counter()
        ask(question)
        spent.append((perf_counter() - started) * 1e6)
    return spent
