"""A connection on which what is asked again goes the shortest way: how a statement goes to the driver is found once.

At every execution SQLAlchemy works out anew what follows from the statement alone: its key, its text, how each value is
put in and each row is read. That costs ten times what SQLite needs to answer. So a statement that comes again, the very
same object, as one that is kept at module level is, is compiled once more, and from then on only its values are put in.
What is built anew each time, or has options of its own, goes SQLAlchemy's way; its rows, errors and listeners are
SQLAlchemy's in any case.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast, final

from sqlalchemy import BindParameter, CursorResult, Engine, Executable, SelectBase, TextClause, UpdateBase
from sqlalchemy.engine import Connection, IteratorResult
from sqlalchemy.engine.result import ResultMetaData, SimpleResultMetaData
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TupleType

from storage.kept import Kept

_MOST_LISTED: Final = 32
"""Values of a list: the text differs for each length, and what is longer is worth SQLAlchemy's way."""

_MOST_FORMS: Final = 64
"""Texts of one statement, by the lengths of its lists."""

_WAY: Final = "_waystation_way"
"""Under this name a statement has its way with it, or, when it has been executed once, its own number."""

_NONE: Final[Mapping[str, Any]] = MappingProxyType({})
_NO_ROWS: Final = SimpleResultMetaData(())

Values = list[Any] | dict[str, Any]
"""What a driver takes: by place, or by name."""


@final
class _Rows(IteratorResult[Any]):
    """What has come back, all of it: no cursor stays open."""

    rowcount = -1
    returns_rows = True


@dataclass(frozen=True, slots=True)
class _Put:
    """Where a value goes, and whose it is: a parameter's, or one of its list."""

    at: Any
    key: str
    number: int | None
    process: Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Form:
    """The text for lists of certain lengths, the values that it always has, and where the others go."""

    text: str
    values: Values
    puts: tuple[_Put, ...]

    def filled(self, told: Mapping[str, Any]) -> Values:
        values = self.values.copy()
        for put in self.puts:
            value = told[put.key] if put.number is None else told[put.key][put.number]
            values[put.at] = value if put.process is None else put.process(value)
        return values


@final
class _Way:
    """How one statement goes to a database of this kind, and how its rows are read (None: there are none)."""

    def __init__(self, of: Executable, compiled: SQLCompiler, told: Mapping[str, Any], rows: object) -> None:
        """Find it out for parameters of these names; where it has what only SQLAlchemy knows to say, there is none."""
        self.of: Final = of
        self.dialect: Final = compiled.dialect
        self.rows: Final = cast("ResultMetaData | None", rows)
        self._names = frozenset(told)
        self._compiled = compiled
        self._forms: dict[tuple[int, ...], _Form] = {}
        self._binds = {name: (_key(one, name, told), one) for one, name in compiled.bind_names.items()}
        self._lists = [key for key, one in self._binds.values() if one.expanding and key]
        of_its_own = compiled.literal_execute_params or compiled.insert_prefetch or compiled.update_prefetch
        self._is_there = not of_its_own and all(_is_plain(one, key) for key, one in self._binds.values())

    def form(self, told: Sequence[Mapping[str, Any]]) -> _Form | None:
        """Return the text for these executions; None: there is no way, or a list is too long."""
        is_for_them = self._is_there and all(one.keys() == self._names for one in told)
        if not is_for_them or (len(told) > 1 and (self._lists or self.rows is not None)):
            return None
        lists = [told[0][key] for key in self._lists]
        if not all(isinstance(one, list | tuple) and len(one) <= _MOST_LISTED for one in lists):
            return None
        lengths = tuple(map(len, lists))
        found = self._forms.get(lengths)
        if found is None and len(self._forms) < _MOST_FORMS:
            found = self._forms[lengths] = self._made(told[0])
        return found

    def _made(self, told: Mapping[str, Any]) -> _Form:
        state = self._compiled.construct_expanded_state(told)
        whose = {name: _Put(name, key, None, self._process(one)) for name, (key, one) in self._binds.items()}
        for name, elements in state.parameter_expansion.items():
            of_list = whose.pop(name)
            for number, element in enumerate(elements):
                whose[element] = _Put(element, of_list.key, number, of_list.process)
        in_order = state.positiontup
        names = list(state.parameters) if in_order is None else list(in_order)
        values = [_own(whose[name], state.parameters[name]) for name in names]
        places: Sequence[Any] = names if in_order is None else range(len(names))
        puts = [
            _Put(at, one.key, one.number, one.process)
            for at, one in zip(places, map(whose.__getitem__, names), strict=True)
            if one.key
        ]
        by_name = dict(zip(names, values, strict=True))
        return _Form(state.statement, by_name if in_order is None else values, tuple(puts))

    def _process(self, one: BindParameter[Any]) -> Callable[[Any], Any] | None:
        return one.type.dialect_impl(self.dialect).bind_processor(self.dialect)


def _key(one: BindParameter[Any], name: str, told: Mapping[str, Any]) -> str:
    """Return under which name its value is told; "": it has its own."""
    return next((key for key in (one.key, name) if key in told), "")


def _is_plain(one: BindParameter[Any], key: str) -> bool:
    return bool(key or not one.required) and one.callable is None and not isinstance(one.type, TupleType)


def _own(put: _Put, value: object) -> object:
    """Return the value that a statement has itself, as the driver takes it; None where another is told."""
    if put.key:
        return None
    return value if put.process is None else put.process(value)


@final
class Asking(Connection):
    """The connection of one transaction. `kept` is what it has read; `give_way` is called before each statement."""

    def __init__(self, engine: Engine, kept: Kept, give_way: Callable[[], None] = lambda: None) -> None:
        super().__init__(engine)
        self.kept = kept
        self.give_way = give_way

    def execute(
        self,
        statement: Executable,
        parameters: Any = None,  # noqa: ANN401  SQLAlchemy's own
        *,
        execution_options: Any = None,  # noqa: ANN401  SQLAlchemy's own
    ) -> CursorResult[Any]:
        told = _told(parameters)
        if not told or execution_options or not isinstance(statement, SelectBase | UpdateBase | TextClause):
            return super().execute(statement, parameters, execution_options=execution_options)
        way = vars(statement).get(_WAY)
        # What is made from a statement has what was noted with that one.
        if isinstance(way, _Way) and way.of is statement and way.dialect is self.dialect:
            form = way.form(told) if self.in_transaction() else None
            return super().execute(statement, parameters) if form is None else self._said(way, form, told)
        answer = super().execute(statement, parameters)
        vars(statement)[_WAY] = self._way(statement, told[0], answer) if way == id(statement) else id(statement)
        return answer

    def scalar(
        self,
        statement: Executable,
        parameters: Any = None,  # noqa: ANN401  SQLAlchemy's own
        *,
        execution_options: Any = None,  # noqa: ANN401  SQLAlchemy's own
    ) -> Any:  # noqa: ANN401  SQLAlchemy's own
        return self.execute(statement, parameters, execution_options=execution_options).scalar()

    def plainly(self, text: str) -> None:
        """Say what has no parameters and no answer, and changes no row. Raises `DBAPIError`."""
        cursor = self.connection.cursor()
        try:
            cursor.execute(text)
        except self.dialect.loaded_dbapi.Error as error:
            self._handle_dbapi_exception(error, text, (), cursor, None)
        cursor.close()

    def _way(self, statement: Executable, told: Mapping[str, Any], answer: CursorResult[Any]) -> _Way:
        compiled = cast("Any", statement).compile(dialect=self.dialect, column_keys=sorted(told))
        return _Way(statement, compiled, told, answer._metadata if answer.returns_rows else None)  # noqa: SLF001  it is what reads the rows

    def _said(self, way: _Way, form: _Form, told: Sequence[Mapping[str, Any]]) -> CursorResult[Any]:
        text, is_many = form.text, len(told) > 1
        values: Any = [form.filled(one) for one in told] if is_many else form.filled(told[0])
        cursor = self.connection.cursor()
        for hear in self.dispatch.before_cursor_execute:
            text, values = hear(self, cursor, text, values, None, is_many)
        rows: Sequence[Any] = ()
        try:
            (cursor.executemany if is_many else cursor.execute)(text, values)
            if way.rows is not None:
                rows = cursor.fetchall()
        except self.dialect.loaded_dbapi.Error as error:
            self._handle_dbapi_exception(error, text, values, cursor, None)
        answer = _Rows(_NO_ROWS if way.rows is None else way.rows, iter(rows))
        answer.rowcount = cursor.rowcount
        cursor.close()
        return cast("CursorResult[Any]", answer)


def _told(parameters: Any) -> Sequence[Mapping[str, Any]]:  # noqa: ANN401  SQLAlchemy's own
    """Return the parameters of each execution; none where they are told in another way."""
    if parameters is None:
        return (_NONE,)
    each = [parameters] if isinstance(parameters, dict) else parameters
    return each if isinstance(each, list) and all(isinstance(one, dict) for one in each) else ()
