"""Documents as PDF: accessible (PDF/UA-1) and fit for the archive (PDF/A-2a) in one file."""

from consortia.documents.dossier import Dossier, blank_form
from consortia.documents.papers import Mandate, Receipt
from consortia.documents.payload import application_payload, mandate_payload, receipt_payload
from consortia.documents.press import Press, house_press


def application_pdf(dossier: Dossier, press: Press | None = None) -> bytes:
    """Print an application as it stands: draft, blank form or submitted."""
    return (press or house_press()).print("application", application_payload(dossier), dossier.dated)


def blank_form_pdf(dossier: Dossier, press: Press | None = None) -> bytes:
    """Print the form of a dossier without its answers, with lines to write on."""
    return application_pdf(blank_form(dossier), press)


def mandate_pdf(mandate: Mandate, press: Press | None = None) -> bytes:
    """Print one mandate to be signed by a partner and the coordinator."""
    return (press or house_press()).print("mandate", mandate_payload(mandate), mandate.dated)


def receipt_pdf(receipt: Receipt, press: Press | None = None) -> bytes:
    """Print the receipt of a submission on one page."""
    return (press or house_press()).print("receipt", receipt_payload(receipt), receipt.received_at)
