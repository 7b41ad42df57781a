"""One run after the other: read what is there, then let the verbs of ``estate/people`` follow it."""

import logging
from typing import Any

from watchkeep.doors.integrations.directory.ldap import connecting, reading
from watchkeep.doors.integrations.directory.ldap.connecting import Away, WrongPassword
from watchkeep.doors.integrations.directory.ldap.reading import GroupTold
from watchkeep.estate.people import life
from watchkeep.estate.people.life import Followed
from watchkeep.estate.people.models import Group, Identity, LdapDirectory, Person, Source, SyncRun
from watchkeep.kernel.errors import Refused

log = logging.getLogger(__name__)
Outcome = SyncRun.Outcome


def run_due() -> int:
    """Sweep: follow one directory whose time has come. Returns 1 if there was one."""
    begun = life.begin_run()
    if begun is None:
        return 0
    directory, run = begun
    followed = Followed()
    try:
        outcome, watermark = _run(directory, run, followed)
    except (Away, WrongPassword) as no:
        words = "it does not take the sign-in name and password" if isinstance(no, WrongPassword) else str(no)
        life.note_answer(directory.source, words, is_good=False)
        life.end_run(directory, run, followed, outcome=Outcome.FAILED, words=words)
    except Exception as error:
        log.exception("the run of directory %s broke off", directory.pk)
        life.end_run(directory, run, followed, outcome=Outcome.FAILED, words=f"it broke off: {type(error).__name__}")
    else:
        life.note_answer(directory.source, "", is_good=True)
        life.end_run(directory, run, followed, outcome=outcome, watermark=watermark)
    return 1


def _run(directory: LdapDirectory, run: SyncRun, followed: Followed) -> tuple[str, str]:
    """Read, compare, follow. Returns what it came to, and the newest change that was seen."""
    since = "" if run.is_full else directory.watermark
    with connecting.line(directory, dn=directory.bind_dn, password=directory.password) as line:
        told, watermark = reading.people(line, directory, since=since)
        present = reading.marks(line, directory) if since else {one.subject for one in told}
        life.go_on(directory)
        groups = _groups(line, directory)
    if not present:
        raise Away("nobody is there; look at where people stand, and at which people")
    if not life.follow_people(directory, run, told, present, followed):
        return Outcome.HELD, ""
    _follow_groups(directory, run, groups, followed)
    return Outcome.DONE, watermark


def _groups(line: Any, directory: LdapDirectory) -> list[GroupTold] | None:
    return reading.groups(line, directory) if directory.groups_base else None


def _follow_groups(directory: LdapDirectory, run: SyncRun, told: list[GroupTold] | None, followed: Followed) -> None:
    """Let the groups here have the members that they have there; what they mean follows by itself."""
    if told is None:
        return
    source = directory.source
    known = {group.subject: group for group in Group.objects.filter(source=source)}
    at = _places(source)
    for one in told:
        members = {at[name] for name in one.members if name in at}
        if run.is_trial:
            _foresee_group(one, known.get(one.subject), members, followed)
        else:
            _follow_group(source, one, known.get(one.subject), members, followed)
    there = {one.subject for one in told}
    for subject, group in known.items():
        if subject not in there:
            followed.add("group", group.name, "is not there any more")
            if not run.is_trial:
                life.forget_group(group)


def _follow_group(source: Source, told: GroupTold, group: Group | None, members: set[int], followed: Followed) -> None:
    try:
        group = life.save_group(source, group, by=source.actor(), name=told.name, subject=told.subject)
        came, went = life.set_members(group, Person.objects.filter(pk__in=members))
    except Refused as no:
        followed.add("refused", told.name, no.message)
        return
    if came or went:
        followed.add("group", told.name, f"+{came} -{went}")


def _foresee_group(told: GroupTold, group: Group | None, members: set[int], followed: Followed) -> None:
    held = set(group.members.values_list("pk", flat=True)) if group else set()
    if held != members or group is None:
        followed.add("group", told.name, f"+{len(members - held)} -{len(held - members)}")


def _places(source: Source) -> dict[str, int]:
    """People by their distinguished names and by their logins, as groups name them."""
    rows = Identity.objects.living().filter(source=source).values_list("place", "user_name", "person_id")
    return {name.casefold(): person for place, login, person in rows for name in (login, place) if name}
