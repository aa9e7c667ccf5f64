"""Documents as PDF: accessible (PDF/UA-1) and fit for the archive (PDF/A-2a) in one file."""

from consortia.documents.dossier import Dossier, blank_form
from consortia.documents.payload import application_payload
from consortia.documents.press import Press, house_press


def application_pdf(dossier: Dossier, press: Press | None = None) -> bytes:
    """Print an application as it stands: draft, blank form or submitted."""
    return (press or house_press()).print("application", application_payload(dossier), dossier.dated)


def blank_form_pdf(dossier: Dossier, press: Press | None = None) -> bytes:
    """Print the form of a dossier without its answers, with lines to write on."""
    return application_pdf(blank_form(dossier), press)
