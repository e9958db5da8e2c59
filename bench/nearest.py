"""How fast and how exact the nearest points are found, beside a k-d tree in memory; and how fast text is."""

import math
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np
from scipy.spatial import cKDTree
from sqlalchemy import Connection

from domain.geo import Position, distance_m, unit_vector
from storage import places_index, tables
from storage.nearest import nearest
from storage.sealed import new_key
from storage.unit_of_work import Store, UnitOfWork

K: Final = 5
