"""What letters about assessments say. No letter names an expert to another, and none tells who else assesses."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from consortia.stages.applications.models import Application


def unveiled_words(application: Application, *, leads: bool) -> tuple[str, str]:
    """Tell an expert that the individual assessments are finished and one is to be agreed on."""
    told = _told(application, "consolidated/")
    todo = (
        _("You write the consolidated assessment. Read both, talk to the other expert, then put it up for signature:")
        if leads
        else _("The other expert writes the consolidated assessment; you sign it when you agree. Read both here:")
    )
    text = _("All assessments of %(reference)s, “%(title)s”, are finished. Now one is agreed on.") % told
    return _("%(reference)s: agree on one assessment") % told, f"{text}\n\n{todo}\n{told['link']}"


def put_up_words(application: Application) -> tuple[str, str]:
    """Ask for a signature."""
    told = _told(application, "consolidated/")
    text = _(
        "The consolidated assessment of %(reference)s, “%(title)s”, waits for your signature. Sign it, or say why"
        " you do not:\n%(link)s"
    )
    return _("%(reference)s: please sign the consolidated assessment") % told, text % told


def refused_words(application: Application, reason: str) -> tuple[str, str]:
    """Tell the lead expert that the other one does not sign, and why."""
    told = _told(application, "consolidated/") | {"reason": reason}
    text = _(
        "The consolidated assessment of %(reference)s, “%(title)s”, was not signed. The reason:\n%(reason)s\n\n"
        "Change it and put it up again:\n%(link)s"
    )
    return _("%(reference)s: the consolidated assessment was not signed") % told, text % told


def opened_again_words(application: Application, reason: str, page: str = "") -> tuple[str, str]:
    """Tell an expert that the agency opened again what they had finished or signed."""
    told = _told(application, page) | {"reason": reason}
    text = _(
        "The agency has opened your assessment of %(reference)s, “%(title)s”, again. The reason:\n%(reason)s"
        "\n\n%(link)s"
    )
    return _("%(reference)s: your assessment is open again") % told, text % told


def third_expert_words(application: Application, gap: int) -> tuple[str, str]:
    """Tell who assigned the experts that one more is needed."""
    told = _told(application, "") | {"gap": gap}
    text = _("The assessments of %(reference)s, “%(title)s”, lie %(gap)d points apart. Ask a third expert.")
    return _("%(reference)s: a third expert is needed") % told, text % told


def _told(application: Application, page: str) -> dict[str, object]:
    return {
        "reference": application.reference,
        "title": application.title,
        "link": f"{settings.SITE_ADDRESS}/expert/assessments/{application.reference}/{page}",
    }
