"""A connection on which what is asked again goes the shortest way: how a statement goes to the driver is found once.

At every execution SQLAlchemy works out anew what follows from the statement alone: its key, its text, how each value is
put in and each row is read. That costs ten times what SQLite needs to answer. So a statement that comes again, the very
same object, as one that is kept at module level is, is compiled once more, and from then on only its values are put in.
What is built anew each time, or has options of its own, goes SQLAlchemy's way; its rows, errors and listeners are
SQLAlchemy's in any case.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, cast, final

from sqlalchemy import BindParameter, CursorResult, Dialect, Engine, Executable, SelectBase, TextClause, UpdateBase
from sqlalchemy.engine import Connection, IteratorResult
from sqlalchemy.engine.result import ResultMetaData, SimpleResultMetaData
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TupleType

from storage.kept import Kept

_MOST_LISTED: Final = 32
"""Values of a list: the text differs for each length, and what is longer is worth SQLAlchemy's way."""

_MOST_FORMS: Final = 64
"""Texts of one statement, by the lengths of its lists."""

_MOST_WAYS: Final = 64
"""Ways of one statement, by the names of its parameters: what is written tells of an UPDATE which columns it has."""

_WAYS: Final = "_waystation_ways"
"""Under this name a statement has its ways with it; when it has been executed once, its own number and the names."""

_KINDS: Final = (SelectBase, UpdateBase, TextClause)
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


@final
class _Form:
    """The text for lists of certain lengths, the values that it always has, and where the others go."""

    def __init__(self, text: str, values: Values, puts: Sequence[_Put]) -> None:
        self.text: Final = text
        self._values = values
        self._as_told = tuple((put.at, put.key) for put in puts if put.number is None and put.process is None)
        self._others = tuple(put for put in puts if put.number is not None or put.process is not None)

    def filled(self, told: Mapping[str, Any]) -> Values:
        values = self._values.copy()
        for at, key in self._as_told:
            values[at] = told[key]
        for put in self._others:
            value = told[put.key] if put.number is None else told[put.key][put.number]
            values[put.at] = value if put.process is None else put.process(value)
        return values


@final
class _Way:
    """How one statement, with parameters of certain names, goes to a database of this kind, and how its rows are read.

    `rows` is None: there are none.
    """

    def __init__(self, compiled: SQLCompiler, told: Mapping[str, Any], rows: object) -> None:
        """Find it out for parameters of these names; where it has what only SQLAlchemy knows to say, there is none."""
        self.rows: Final = cast("ResultMetaData | None", rows)
        self._compiled = compiled
        self._forms: dict[tuple[int, ...], _Form] = {}
        self._binds = {name: (_key(one, name, told), one) for one, name in compiled.bind_names.items()}
        self._lists = [key for key, one in self._binds.values() if one.expanding and key]
        of_its_own = compiled.literal_execute_params or compiled.insert_prefetch or compiled.update_prefetch
        self._is_there = not of_its_own and all(_is_plain(one, key) for key, one in self._binds.values())

    def form(self, told: Mapping[str, Any]) -> _Form | None:
        """Return the text for this execution; None: there is no way, or a list is too long."""
        if not self._is_there:
            return None
        lengths = self._lengths(told) if self._lists else ()
        if lengths is None:
            return None
        found = self._forms.get(lengths)
        if found is None and len(self._forms) < _MOST_FORMS:
            found = self._forms[lengths] = self._made(told)
        return found

    def form_of_many(self, told: Sequence[Mapping[str, Any]]) -> _Form | None:
        """Return the text for all these executions; None: there is none that serves them all."""
        names = told[0].keys()
        is_for_them = all(isinstance(one, dict) and one.keys() == names for one in told)
        return self.form(told[0]) if is_for_them and not self._lists and self.rows is None else None

    def _lengths(self, told: Mapping[str, Any]) -> tuple[int, ...] | None:
        lists = [told[key] for key in self._lists]
        is_short = all(isinstance(one, list | tuple) and len(one) <= _MOST_LISTED for one in lists)
        return tuple(map(len, lists)) if is_short else None

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
        return _Form(state.statement, by_name if in_order is None else values, puts)

    def _process(self, one: BindParameter[Any]) -> Callable[[Any], Any] | None:
        dialect = self._compiled.dialect
        return one.type.dialect_impl(dialect).bind_processor(dialect)


@final
class _Ways:
    """The ways of one statement to databases of one kind, by the names of what is told in their order.

    None: with these names it has been executed once.
    """

    def __init__(self, of: Executable, dialect: Dialect, names: tuple[str, ...]) -> None:
        self._of = of
        self._dialect = dialect
        self._by_names: dict[tuple[str, ...], _Way | None] = {names: None}

    def lead(self, statement: Executable, dialect: Dialect) -> bool:
        """Tell whether these are its own: what is made from a statement has what was noted with that one."""
        return self._of is statement and self._dialect is dialect

    def with_names(self, names: tuple[str, ...]) -> _Way | None:
        return self._by_names.get(names)

    def learn(self, told: Mapping[str, Any], answer: CursorResult[Any]) -> None:
        """Note that it was executed with these names, or, for the second time, find out the way."""
        names = tuple(told)
        if names in self._by_names:
            if self._by_names[names] is None:
                compiled = cast("Any", self._of).compile(dialect=self._dialect, column_keys=sorted(told))
                rows = answer._metadata if answer.returns_rows else None  # noqa: SLF001  it is what reads the rows
                self._by_names[names] = _Way(compiled, told, rows)
        elif len(self._by_names) < _MOST_WAYS:
            self._by_names[names] = None


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
        self._savepoints = 0

    def execute(
        self,
        statement: Executable,
        parameters: Any = None,  # noqa: ANN401  SQLAlchemy's own
        *,
        execution_options: Any = None,  # noqa: ANN401  SQLAlchemy's own
    ) -> CursorResult[Any]:
        told = parameters[0] if parameters and isinstance(parameters, list) else parameters or {}
        if execution_options or not isinstance(told, dict):
            return super().execute(statement, parameters, execution_options=execution_options)
        ways, names = vars(statement).get(_WAYS), tuple(told)
        if not (isinstance(ways, _Ways) and ways.lead(statement, self.dialect)):
            answer = super().execute(statement, parameters)
            if isinstance(statement, _KINDS):
                self._note(statement, told, answer)
            return answer
        way = ways.with_names(names)
        if way is None:
            answer = super().execute(statement, parameters)
            ways.learn(told, answer)
            return answer
        many = parameters if isinstance(parameters, list) and len(parameters) > 1 else None
        form = (way.form(told) if many is None else way.form_of_many(many)) if self.in_transaction() else None
        if form is None:
            return super().execute(statement, parameters)
        values = form.filled(told) if many is None else [form.filled(one) for one in many]
        return self._said(form.text, values, way.rows, is_many=many is not None)

    def _note(self, statement: Executable, told: Mapping[str, Any], answer: CursorResult[Any]) -> None:
        """Note with the statement that it was executed with these names; for the second time, make it one with ways."""
        noted = vars(statement).get(_WAYS)
        if isinstance(noted, tuple) and noted[0] == id(statement):
            ways = vars(statement)[_WAYS] = _Ways(statement, self.dialect, noted[1])
            ways.learn(told, answer)
        else:
            vars(statement)[_WAYS] = id(statement), tuple(told)

    def scalar(
        self,
        statement: Executable,
        parameters: Any = None,  # noqa: ANN401  SQLAlchemy's own
        *,
        execution_options: Any = None,  # noqa: ANN401  SQLAlchemy's own
    ) -> Any:  # noqa: ANN401  SQLAlchemy's own
        return self.execute(statement, parameters, execution_options=execution_options).scalar()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what the block wrote, and only that, if it raises; where the session is lost all of it is undone."""
        self._savepoints += 1
        name = f"waystation_{self._savepoints}"
        self.plainly(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            self.kept.forget()
            if self.in_transaction() and not self.invalidated:
                self.plainly(f"ROLLBACK TO SAVEPOINT {name}")
            raise
        self.plainly(f"RELEASE SAVEPOINT {name}")

    def plainly(self, text: str) -> None:
        """Say what has no parameters and no answer, and changes no row. Raises `DBAPIError`."""
        cursor = self.connection.cursor()
        try:
            cursor.execute(text)
        except self.dialect.loaded_dbapi.Error as error:
            self._handle_dbapi_exception(error, text, (), cursor, None)
        cursor.close()

    def _said(self, text: str, values: Any, read_by: ResultMetaData | None, *, is_many: bool) -> CursorResult[Any]:  # noqa: ANN401  the driver's own
        cursor = self.connection.cursor()
        for hear in self.dispatch.before_cursor_execute:
            text, values = hear(self, cursor, text, values, None, is_many)
        rows: Sequence[Any] = ()
        try:
            (cursor.executemany if is_many else cursor.execute)(text, values)
            if read_by is not None:
                rows = cursor.fetchall()
        except self.dialect.loaded_dbapi.Error as error:
            self._handle_dbapi_exception(error, text, values, cursor, None)
        answer = _Rows(_NO_ROWS if read_by is None else read_by, iter(rows))
        answer.rowcount = cursor.rowcount
        cursor.close()
        return cast("CursorResult[Any]", answer)
