"""The fixed words of the documents, so that a translated set can stand beside the English one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Every word that the printers add by themselves; `{...}` is filled in by them."""

    language: str
    contents: str
    page_of: str
    training_mark: str
    training_note: str
    draft_mark: str
    blank_mark: str
    not_answered: str
    not_given: str
    no_rows: str
    count_of_limit: str
    count_only: str
    limit_only: str
    over_limit: str
    required: str
    table: str
    picture: str
    status_pass: str
    status_fail: str
    status_warning: str
    status_not_applicable: str
    repair: str
    source: str
    place: str
    date: str
    signature: str
    stamp: str
    name: str
    role: str
    organisation: str
    number: str
    fingerprint: str
    fingerprint_note: str
    substituted: str
    project: str
    project_title: str
    call: str
    coordinator: str
    partner: str
    mandate: str
    mandate_between: str
    mandate_text: tuple[str, ...]
    declaration: str
    declaration_purpose: str
    declaration_text: tuple[str, ...]
    receipt: str
    receipt_of: str
    received: str
    universal_time: str
    local_time: str
    version: str
    totals: str
    snapshot_hash: str
    edition_hash: str
    key: str
    verify_title: str
    verify_steps: tuple[str, ...]


ENGLISH = Words(
    language="en",
    contents="Contents",
    page_of="Page {page} of {pages}",
    training_mark="Training",
    training_note="Training round: made for practice. No grant follows from this document.",
    draft_mark="Draft",
    blank_mark="Blank form",
    not_answered="Not answered yet",
    not_given="Not given",
    no_rows="No entries",
    count_of_limit="{count} of {limit} characters",
    count_only="{count} characters",
    limit_only="At most {limit} characters",
    over_limit="{over} over the limit",
    required="An answer is required",
    table="Table",
    picture="Figure",
    status_pass="Met",  # noqa: S106 - a verdict, not a secret
    status_fail="Not met",
    status_warning="Warning",
    status_not_applicable="Does not apply",
    repair="What would help",
    source="Source",
    place="Place",
    date="Date",
    signature="Signature",
    stamp="Stamp of the organisation",
    name="Name",
    role="Position",
    organisation="Organisation",
    number="Number",
    fingerprint="Fingerprint (SHA-256)",
    fingerprint_note="The fingerprint names exactly what was read before this was signed.",
    substituted="Signs that the typefaces of this document do not have are given by name in square brackets.",
    project="Project",
    project_title="Title",
    call="Call",
    coordinator="Coordinator",
    partner="Partner",
    mandate="Mandate",
    mandate_between="from a partner to the coordinator of a project",
    mandate_text=(
        "{partner} takes part in the project named above as a partner, and the person who signs below may sign for it.",
        (
            "It gives {coordinator} the mandate to submit the application in its name; if the project is funded,"
            " to sign the grant agreement and its amendments for it, to receive the grant, and to pass on the partner's"
            " share."
        ),
        (
            "It has read the application, agrees to its own part and to the money stated for it, and will give the"
            " coordinator what is needed to report on the project."
        ),
        (
            "{coordinator} accepts the mandate, tells the partner without delay whatever concerns its part, and pays"
            " its share as the two agree."
        ),
    ),
    declaration="Declaration on honour",
    declaration_purpose="Signed by the person who may sign for the coordinator.",
    declaration_text=(
        "I may sign for {organisation}, which coordinates this application.",
        "To the best of my knowledge everything in this application is true and complete.",
        "Every organisation named in it has agreed to take part and to the part that is described as its own.",
        (
            "None of them is in a situation that would exclude it from a grant, and none asks for or receives other"
            " money of the European Union for the same costs."
        ),
        "Each has the means and the people to carry out its part until the end.",
    ),
    receipt="Receipt",
    receipt_of="What was received",
    received="Received",
    universal_time="Time (UTC)",
    local_time="Time ({zone})",
    version="Version",
    totals="Sums in the application",
    snapshot_hash="Fingerprint of the application (SHA-256)",
    edition_hash="Fingerprint of the call edition (SHA-256)",
    key="Fingerprint of the key that signed",
    verify_title="How to check this receipt without us",
    verify_steps=(
        "Keep the receipt file {file}. It holds the application as it was received, and a signature.",
        "On any computer with Consortia, run “consortia verify {file}”. No network is needed.",
        "It reckons the fingerprint again from the text of the application. Equal to the one above means unchanged.",
    ),
)
