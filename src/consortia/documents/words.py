"""The fixed words of the documents, so that a translated set can stand beside the English one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Every word that the printers add by themselves; `{...}` is filled in by them."""

    language: str
    contents: str
    section: str
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
    write_here: str
    table: str
    picture: str
    total: str
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
    signs_for: str
    name: str
    role: str
    organisation: str
    number: str
    fingerprint: str
    substituted: str
    coordinator: str
    partner: str
    mandate: str
    mandate_between: str
    receipt: str
    received: str
    universal_time: str
    local_time: str
    edition: str
    version: str
    verify_title: str
    verify_steps: tuple[str, ...]


ENGLISH = Words(
    language="en",
    contents="Contents",
    section="Section",
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
    over_limit="{over} characters too many",
    required="An answer is required",
    write_here="Write your answer here",
    table="Table",
    picture="Figure",
    total="Total",
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
    signs_for="Signs for",
    name="Name",
    role="Position",
    organisation="Organisation",
    number="Application number",
    fingerprint="Fingerprint (SHA-256)",
    substituted="Signs that the typefaces of this document do not have are given by name in square brackets.",
    coordinator="Coordinator",
    partner="Partner",
    mandate="Mandate",
    mandate_between="between the coordinator and a partner",
    receipt="Receipt",
    received="Received",
    universal_time="Coordinated Universal Time",
    local_time="Time at {zone}",
    edition="Call edition (SHA-256)",
    version="Version",
    verify_title="How to check this receipt without us",
    verify_steps=(
        "Keep the receipt file (ending in .json) that came with this page; it holds the application as we received it.",
        "On any computer with Consortia installed, run: consortia verify RECEIPT.json. No network is needed.",
        "It reckons the fingerprint again from the text. If it equals the one above, nothing was changed since.",
    ),
)
