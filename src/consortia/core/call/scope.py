"""For which applications something holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The fields, types and formats something is meant for; a list left empty sets no condition."""

    fields: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    def covers(self, *, field: str, type_: str | None, format_: str | None) -> bool:
        """Whether an application of this field, type and format is meant."""
        return (
            (not self.fields or field in self.fields)
            and (not self.types or type_ in self.types)
            and (not self.formats or format_ in self.formats)
        )


EVERYWHERE = Scope()
