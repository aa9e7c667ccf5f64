"""Questions to the database whose SQL is written once and asked again with other values.

Django writes the SQL of a queryset anew each time; for the few reads that every page makes that takes longer than the
database needs to answer. Only the SQL is kept, never a row: each question reads what stands now.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connections
from django.db.models import Expression, Model, QuerySet

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class Given(Expression):
    """A value that is known only when the question is asked: `filter(reference=Given(Application, "reference"))`."""

    def __init__(self, model: type[Model], name: str) -> None:
        field: Any = model._meta.get_field(name)  # noqa: SLF001  # documented as public
        super().__init__(output_field=getattr(field, "target_field", field))
        self.name = name

    def as_sql(self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """Leave a gap for the value."""
        return "%s", (self,)

    def value_from(self, values: dict[str, object], connection: BaseDatabaseWrapper) -> object:
        """Return the value as the database takes it; NULL equals nothing, so it is refused."""
        value = values[self.name]
        if value is None:
            raise ValueError(f"{self.name} is None, which equals no row")
        return self.output_field.get_db_prep_value(value, connection)


class Prepared(Generic[Row]):
    """A queryset with gaps, made when it is first asked: `Prepared(lambda: Answer.objects.filter(pk=Given(...)))`."""

    def __init__(self, make: Callable[[], QuerySet[Any, Row]]) -> None:
        self._make = make
        self._queryset: QuerySet[Any, Row] | None = None
        self._written: dict[str, tuple[SQLCompiler, str, tuple[Any, ...]]] = {}
        self._writing = Lock()

    def __call__(self, **values: object) -> list[Row]:
        """Return the rows that these values choose, as the queryset itself would."""
        queryset, alias = self._begun()
        written, sql, gaps = self._written[alias]
        connection = connections[alias]  # of this thread, whoever wrote the SQL
        filled = tuple(gap.value_from(values, connection) if isinstance(gap, Given) else gap for gap in gaps)
        compiler, query, asked = copy(written), copy(queryset.query), queryset.all()
        compiler.connection = connection
        compiler.as_sql = lambda *_a, **_k: (sql, filled)  # type: ignore[method-assign, assignment]  # what was written is kept
        query.get_compiler = lambda *_a, **_k: compiler  # type: ignore[method-assign]  # as above
        asked._query = query  # type: ignore[attr-defined]  # noqa: SLF001  # `query` itself would be copied again
        return list(asked)

    def _begun(self) -> tuple[QuerySet[Any, Row], str]:
        """Return the queryset, with its SQL written for the database it asks.

        Writing counts on the query which tables are needed: two threads that wrote at once would leave one out.
        """
        with self._writing:
            if self._queryset is None:
                self._queryset = self._make()
            alias = self._queryset.db
            if alias not in self._written:
                writing = self._queryset.query.chain().get_compiler(using=alias)
                self._written[alias] = (writing, *writing.as_sql())
            return self._queryset, alias
