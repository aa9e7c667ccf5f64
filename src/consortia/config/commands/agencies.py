"""`consortia agencies`: list the agencies with their people, appoint the first ones."""

from __future__ import annotations

import os
from pathlib import Path

import click

ROLES = ("officer", "team-lead", "committee", "director")


@click.group()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder that keeps everything.")
def agencies(data: Path | None) -> None:
    """Look at the agencies of an installation and appoint their first people."""
    if data is not None:
        os.environ["CONSORTIA_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortia.config.settings")
    # Imported here because settings and models load after the folder is known.
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


@agencies.command(name="list")
@click.option("--all", "everything", is_flag=True, help="Agencies without people too.")
def list_agencies(*, everything: bool) -> None:
    """List the agencies in which somebody holds a post, with who holds which."""
    # As above.
    from consortia.rulebook.agencies import known_agencies
    from consortia.stages.agencies.models import Post

    posts: dict[str, list[str]] = {}
    held = Post.objects.filter(ended_at__isnull=True).select_related("person").order_by("agency", "role", "id")
    for post in held:
        posts.setdefault(post.agency, []).append(f"      {post.role:<10} {post.person.name} <{post.person.email}>")
    known = known_agencies()
    codes = sorted({*posts, *known} if everything else posts)
    if not codes:
        click.echo("Nobody holds a post in any agency; `consortia agencies appoint` gives the first one.")
    for code in codes:
        click.echo(f"{code}  {known[code].title}, {known[code].town}" if code in known else code)
        for line in posts.get(code, []):
            click.echo(line)


@agencies.command()
@click.argument("email")
@click.argument("agency")
@click.argument("role", type=click.Choice(ROLES))
def appoint(email: str, agency: str, role: str) -> None:
    """Give the person with the address EMAIL a post in AGENCY; a director then appoints the others on the site."""
    # As above.
    from consortia.rulebook.agencies import known_agencies
    from consortia.stages.agencies.services import appoint as give_post
    from consortia.stages.people.models import Person

    known = known_agencies()
    if agency not in known:
        raise click.BadParameter(
            f"found {agency}, expected a code of the rulebook; `consortia agencies list --all` shows them",
            param_hint="AGENCY",
        )
    person = Person.objects.filter(email=email.lower()).first()
    if person is None:
        raise click.BadParameter(
            f"no account has the address {email}; ask the person to make one on the site first", param_hint="EMAIL"
        )
    post = give_post(person, agency, role, by=None)
    click.echo(f"{person.name} is {post.get_role_display()} of {known[agency].title}.")
