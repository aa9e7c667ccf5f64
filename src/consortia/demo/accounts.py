"""The accounts that a visitor of the demo may sign in with, one for each part somebody plays."""

from dataclasses import dataclass
from typing import Final

DEMO_PASSWORD: Final = "demo-consortia"  # noqa: S105  # shown on the sign-in page: no secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody a visitor can be: the part says in one line what they see."""

    email: str
    name: str
    part: str
    password: str = DEMO_PASSWORD


ACCOUNTS: Final = (
    Account(
        email="coordinator@demo.example",
        name="Mara Dolvenik",
        part="Coordinator: has an application about heat pumps ready to submit",
    ),
    Account(
        email="colleague@demo.example",
        name="Jure Tarbelik",
        part="Colleague of the coordinator: writes with her and leads a second draft",
    ),
    Account(
        email="partner@demo.example",
        name="Aino Velkasto",
        part="Partner: a college in Tampere, whose mandate needs a new look",
    ),
    Account(
        email="associated@demo.example",
        name="Gerit Hollmarn",
        part="Associated partner: reads along and writes a page without money",
    ),
    Account(
        email="reader@demo.example",
        name="Nuno Favelar",
        part="Reader: may read and comment at a partner, not write",
    ),
    Account(
        email="invited@demo.example",
        name="Danae Morvelis",
        part="Invited: has a letter in the outbox and has not answered yet",
    ),
    Account(
        email="last-hour@demo.example",
        name="Róisín Calvarne",
        part="Youth worker: a complete draft, and less than an hour left",
    ),
    Account(
        email="finished@demo.example",
        name="Tomek Wirelka",
        part="Applicant of earlier rounds: everything is submitted",
    ),
    Account(
        email="lukas.lindbrook@kaldolden.example",
        name="Lukas Lindbrook",
        part="Applicant with results: one grant that is lower than asked for, one from the reserve list, one declined",
    ),
    Account(
        email="dirk.ravingau@tanningau.example",
        name="Dirk Ravingau",
        part="Applicant who appeals: below the threshold, and the agency looks at it again",
    ),
    Account(
        email="newcomer@demo.example",
        name="Ilse Brandoor",
        part="Newcomer: an account and nothing else yet",
    ),
    Account(
        email="officer@demo.example",
        name="Verena Gerstolden",
        part="Officer of the agency: checks applications, invites experts, says who assesses what",
    ),
    Account(
        email="team-lead@demo.example",
        name="Lorenz Kaldingau",
        part="Team lead of the agency: sets the money and the team, decides what an officer proposed",
    ),
    Account(
        email="committee@demo.example",
        name="Hedwig Morredahl",
        part="Member of the evaluation committee: sees the ranking lists, not the files",
    ),
    Account(
        email="director@demo.example",
        name="Ulrich Tannaurach",
        part="Director of the agency: approves, publishes, gives posts",
    ),
    Account(
        email="expert@demo.example",
        name="Liesbeth Torvenhart",
        part="Expert: two applications to assess, one of them half done, and one that is final",
    ),
    Account(
        email="other-agency@demo.example",
        name="Halina Wierodal",
        part="Director of another agency: sees its files and none of the others",
    ),
)
