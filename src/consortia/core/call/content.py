"""What a call offers to choose from and asks to be answered."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from consortia.core.values import Certainty, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that the call's rules were read in."""

    code: str
    title: str
    version: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A type or a format of project, explained; `action` is the code its projects carry where it is not the field's."""

    code: str
    title: str
    text: str
    source: Source
    status: Certainty
    action: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of education, training or youth, with the action code its projects carry."""

    code: str
    title: str
    text: str
    action: str
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of an organisation: whether it counts in the consortium, receives money, and coordinates."""

    code: str
    title: str
    text: str
    counted: bool
    funded: bool
    coordinates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationKind:
    """A kind of organisation."""

    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubTheme:
    """One theme within a priority."""

    code: str
    text: str
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """A priority of the call: horizontal, or of one field."""

    code: str
    title: str
    text: str
    source: Source
    status: Certainty
    field: str | None = None
    weight: Literal["highly-relevant"] | None = None
    weight_note: str | None = None
    note: str | None = None
    sub_themes: tuple[SubTheme, ...] = ()


QuestionKind: TypeAlias = Literal["long-text", "short-text", "choice", "facts", "table"]
AskedOf: TypeAlias = Literal[
    "application",
    "each-organisation",
    "each-funded-organisation",
    "each-partner-country-organisation",
    "each-associated-organisation",
]
Fills: TypeAlias = Literal["title", "summary", "added_value"]
AnswerLanguage: TypeAlias = Literal["application", "english"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """When a question is asked; all conditions given must hold.

    `unless_written_in` names languages (ISO 639-1) in which an application needs no answer of its own here.
    """

    fields: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    unless_written_in: tuple[str, ...] = ()


ALWAYS = Asked()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to choose."""

    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the application form; `fills` names the key of the document that the answer becomes."""

    code: str
    title: str
    ask: str
    kind: QuestionKind
    required: bool
    asked_of: AskedOf
    status: Certainty
    source: Source
    language: AnswerLanguage = "application"
    help: str | None = None
    limit: int | None = None
    when: Asked = ALWAYS
    facts: tuple[str, ...] = ()
    heading: str | None = None
    choices: tuple[Option, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    criterion: str | None = None
    fills: Fills | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the application form."""

    code: str
    title: str
    purpose: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploads:
    """How much may be attached to an application in all."""

    maximum_files: int
    maximum_megabytes_total: int
    text: str
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexKind:
    """A paper that is attached to an application: who needs it, who makes it, in which forms it is taken."""

    code: str
    title: str
    help: str
    required: bool
    each: Literal["application", "organisation", "partner"]
    made_by: Literal["applicant", "consortia"]
    accepted: tuple[str, ...]
    maximum_megabytes: int
    source: Source
    status: Certainty
    when: Asked = ALWAYS
