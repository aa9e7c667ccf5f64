"""Why somebody is suggested, and what a consortium lacks, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortia.analysis.lacks import Lack
from consortia.analysis.partners import Reason
from consortia.analysis.same_body import Reason as SameReason
from consortia.portals.shared.call_words import CallWords
from consortia.rulebook.wording import say


def lack_words(lack: Lack, words: CallWords) -> str:
    """Return what is missing: the finding of a rule, a kind of organisation, a skill of the text."""
    if lack.kind == "rule" and lack.finding is not None:
        return say(lack.finding.message)
    if lack.kind == "kind":
        return _("%(kind)s: %(share)d in 100 similar consortia have one, yours has none.") % {
            "kind": words.kinds.get(lack.what, lack.what),
            "share": round(lack.share * 100),
        }
    return _("Your text says “%(word)s”, and the profile of no partner does.") % {"word": lack.what}


def lacks_words(lacks: Sequence[Lack], words: CallWords) -> list[str]:
    """Return all that is missing, the words of the text together in one sentence."""
    skills = [lack.what for lack in lacks if lack.kind == "skill"]
    said = [lack_words(lack, words) for lack in lacks if lack.kind != "skill" or len(skills) == 1]
    if len(skills) > 1:
        said.append(_("Your text says %(words)s, and the profile of no partner does.") % {"words": _quoted(skills)})
    return said


def helps_words(lacks: Sequence[Lack], words: CallWords) -> list[str]:
    """Return all that a candidate would help with, the words of its profile together in one sentence."""
    skills = [lack.what for lack in lacks if lack.kind == "skill"]
    said = [help_words(lack, words) for lack in lacks if lack.kind != "skill" or len(skills) == 1]
    if len(skills) > 1:
        said.append(_("Its profile speaks of %(words)s, as your text does") % {"words": _quoted(skills)})
    return said


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(_("“%(word)s”") % {"word": word} for word in words)


def help_words(lack: Lack, words: CallWords) -> str:
    """Return what a candidate would help with."""
    if lack.kind == "rule":
        return _("Helps with the rule “%(rule)s”") % {"rule": words.rules.get(lack.what, lack.what)}
    if lack.kind == "kind":
        return _("Is of a kind that similar consortia have: %(kind)s") % {"kind": words.kinds.get(lack.what, lack.what)}
    return _("Its profile speaks of “%(word)s”, as your text does") % {"word": lack.what}


def reason_words(reason: Reason, words: CallWords) -> str:
    """Return why the past speaks for somebody."""
    return _REASONS[reason.code](reason.facts, words)


def same_words(reason: SameReason) -> str:
    """Return what speaks for or against two records being one body."""
    listed = ", ".join(reason.facts.get("words", ()) or reason.facts.get("numbers", ()))  # type: ignore[arg-type]  # words
    return _SAME[reason.code]() % {"words": listed}


def _worked_together(facts: Mapping[str, Any], _words: CallWords) -> str:
    return ngettext(
        "Worked with %(with)s in one project, begun in %(last)s",
        "Worked with %(with)s in %(projects)d projects, the last begun in %(last)s",
        facts["projects"],
    ) % dict(facts)


def _in_common(facts: Mapping[str, Any], _words: CallWords) -> str:
    told = {"count": facts["count"], "names": ", ".join(facts["names"])}
    return (
        ngettext(
            "Worked with one organisation that a partner of yours knows too: %(names)s",
            "Worked with %(count)d organisations that partners of yours know too, among them %(names)s",
            facts["count"],
        )
        % told
    )


def _experience(facts: Mapping[str, Any], _words: CallWords) -> str:
    return ngettext("Took part in one project", "Took part in %(projects)d projects", facts["projects"]) % dict(facts)


def _kind_beside(facts: Mapping[str, Any], words: CallWords) -> str:
    told = {name: words.kinds.get(facts[name], facts[name]) for name in ("own", "beside")}
    return _("%(own)s: often found beside %(beside)s") % told


def _country_beside(facts: Mapping[str, Any], words: CallWords) -> str:
    told = {name: words.countries.get(facts[name], facts[name]) for name in ("own", "beside")}
    return _("%(own)s: often found beside %(beside)s") % told


_REASONS: Final[Mapping[str, Callable[[Mapping[str, Any], CallWords], str]]] = {
    "worked-together": _worked_together,
    "partners-in-common": _in_common,
    "experience": _experience,
    "newcomer": lambda _facts, _words: _("New to the programme"),
    "kind-beside": _kind_beside,
    "country-beside": _country_beside,
    "shared-words": lambda facts, _words: _("Speaks of the same: %(words)s") % {"words": ", ".join(facts["words"])},
}
_SAME: Final[Mapping[str, Callable[[], str]]] = {
    "same-but-for-form": lambda: _("Nothing differs but case, accents and the form in law"),
    "shared-words": lambda: _("Both names have: %(words)s"),
    "slip": lambda: _("One letter is astray: %(words)s"),
    "acronym": lambda: _("One name holds the initials of the other"),
    "close-spelling": lambda: _("Spelled almost alike"),
    "same-town": lambda: _("In the same town"),
    "other-town": lambda: _("In different towns"),
    "words-apart": lambda: _("Each has words that the other lacks: %(words)s"),
    "other-number": lambda: _("Numbered differently: %(words)s"),
    "part-of-a-body": lambda: _("One names a part of a larger body: %(words)s"),
}
