"""What a draft still lacks before it can be submitted: answers, limits, papers.

The form is the call's data; these rules are those of a form as such, so they have no source of their own and name
the source of the question or paper they speak of.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from consortia.core.application import Application, Organisation, count_characters, says_something
from consortia.core.call import CallDefinition
from consortia.core.call.content import AnnexKind, Asked, Question
from consortia.core.values import Finding, FindingStatus, Message, message

TEXT_KINDS = frozenset({"long-text", "short-text"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was written and handed in: texts by question and scope, papers by kind and scope.

    A scope is the id of an organisation, or empty for what is asked of the whole application. `language` is the one
    the application is written in (ISO 639-1), empty where that is not known.
    """

    texts: Mapping[tuple[str, str], str]
    language: str = ""
    annexes: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question as it is asked in one application: of the whole, or of one organisation."""

    question: Question
    scope: str
    section: str

    @property
    def where(self) -> str:
        """The place of its answer, as findings name it."""
        return f"answers.{self.question.code}" + (f"@{self.scope}" if self.scope else "")


def asked_questions(call: CallDefinition, application: Application, *, language: str) -> tuple[AskedQuestion, ...]:
    """Return every question this application is asked when it is written in this language, in the order of the form."""
    return tuple(
        AskedQuestion(question=question, scope=scope, section=section.code)
        for section in call.sections
        for question in section.questions
        if applies(question.when, application) and language not in question.when.unless_written_in
        for scope in scopes_of(question.asked_of, call, application)
    )


def applies(when: Asked, application: Application) -> bool:
    """Whether a question or paper is meant for what this application has chosen and planned."""
    wanted = (
        (when.fields, application.field),
        (when.types, application.type),
        (when.formats, application.format),
    )
    if any(allowed and chosen not in allowed for allowed, chosen in wanted):
        return False
    return not when.headings or any(application.rows.get(heading) for heading in when.headings)


def scopes_of(asked_of: str, call: CallDefinition, application: Application) -> tuple[str, ...]:
    """Return whom a question or paper is asked of: `("",)` for the whole application, else organisation ids."""
    if asked_of == "application":
        return ("",)
    return tuple(each.id for each in application.organisations if _is_asked(asked_of, call, each))


def _is_asked(asked_of: str, call: CallDefinition, organisation: Organisation) -> bool:
    role = call.look.roles[organisation.role]
    country = call.countries.get(organisation.country)
    match asked_of:
        case "each-organisation" | "organisation":
            return True
        case "each-funded-organisation":
            return role.funded
        case "partner":
            return role.funded and not role.coordinates
        case "each-partner-country-organisation":
            return role.funded and country is not None and country.standing == "partner"
        case "each-associated-organisation":
            return not role.funded
        case _:
            return False


def examine_completeness(call: CallDefinition, application: Application, answers: Answers) -> tuple[Finding, ...]:
    """Return what is missing or over its limit; what is in order gives no finding."""
    texts = [
        finding
        for asked in asked_questions(call, application, language=answers.language)
        if (finding := _examine_answer(asked, answers.texts.get((asked.question.code, asked.scope), "")))
    ]
    return (*texts, *_examine_annexes(call, application, answers))


def _examine_answer(asked: AskedQuestion, text: str) -> Finding | None:
    question = asked.question
    if question.kind in TEXT_KINDS and question.limit is not None:
        count = count_characters(text)
        if count > question.limit:
            facts = message(
                "form.answer-too-long",
                question=question.title,
                count=count,
                limit=question.limit,
                over=count - question.limit,
            )
            return _finding("form.answer-too-long", "fail", facts, asked)
    if not question.required or question.kind in {"facts", "table"} or says_something(text):
        return None
    return _finding("form.answer-missing", "fail", message("form.answer-missing", question=question.title), asked)


def _finding(rule: str, status: FindingStatus, facts: Message, asked: AskedQuestion) -> Finding:
    return Finding(rule=rule, status=status, message=facts, where=(asked.where,), source=asked.question.source)


def _examine_annexes(call: CallDefinition, application: Application, answers: Answers) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            rule="form.annex-missing",
            status="fail",
            message=message("form.annex-missing", annex=annex.title),
            where=(f"annexes.{annex.code}" + (f"@{scope}" if scope else ""),),
            source=annex.source,
        )
        for annex in call.annexes
        if _is_wanted(annex, application)
        for scope in scopes_of(annex.each, call, application)
        if (annex.code, scope) not in answers.annexes
    )


def _is_wanted(annex: AnnexKind, application: Application) -> bool:
    return annex.required and annex.made_by == "applicant" and applies(annex.when, application)
