"""The catalogue with which every installation begins, and how each item comes true.

Steps of the machine go through connections called "Directory" and "Object storage"; until an administrator adds those,
people do what the plans say.
"""

MANAGER = [{"name": "Manager", "approvers": [{"who": "manager"}]}]
SERVICE = [{"name": "Owner of the service", "approvers": [{"who": "service_leads"}]}]


def ask(name, label, ask="text", **more):
    return {"name": name, "label": label, "ask": ask, **more}


def choices(*pairs):
    return [{"value": value, "label": label} for value, label in pairs]


def form(title, *questions):
    return {"sections": [{"title": title, "questions": list(questions)}]}


def by_hand(key, title, instructions, **more):
    return {"key": key, "title": title, "instructions": instructions, "role": "team", "on_failure": "undo", **more}


def account(key, title, act, account="{{ requester.login }}", **more):
    act = {"name": "ldap_account", "connection": "Directory", "parameters": {"act": act, "account": account}}
    return {"key": key, "title": title, "role": "team", "action": act, "on_failure": "undo", **more}


def group(key, title, act):
    parameters = {"act": act, "account": "{{ requester.login }}", "group": "{{ answers.group }}"}
    act = {"name": "ldap_group", "connection": "Directory", "parameters": parameters}
    return {"key": key, "title": title, "role": "team", "action": act, "on_failure": "undo"}


def bucket():
    parameters = {
        "bucket": "{{ answers.project }}-{{ request.number }}",
        "tags": {"project": "{{ answers.project }}", "requester": "{{ requester.email }}", "size": "500 GB"},
    }
    act = {"name": "s3_bucket", "connection": "Object storage", "parameters": parameters}
    return {"key": "make-bucket", "title": "Make the bucket", "role": "team", "action": act, "on_failure": "undo"}


SHELVES = [
    ("accounts", "Accounts and access", "Unlock, join, get in.", 10),
    ("software", "Software and subscriptions", "Programs and what we pay for by the month.", 20),
    ("devices", "Devices", "Laptops, screens, telephones.", 30),
    ("storage", "Storage", "Room for your project.", 40),
    ("people", "People", "Somebody comes, somebody goes.", 50),
]

GROUP = ask("group", "Which group?", help="Its name, as your colleagues say it.", most=60)
WHY = ask("why", "What do you need it for?", "long", most=1000)

ITEMS = [
    {
        "slug": "unlock-account", "shelf": "accounts", "name": "Unlock my account", "priority": 3,
        "summary": "After too many wrong passwords. It takes a few seconds.",
        "description": "Your account locks itself after several wrong passwords, so that nobody can guess yours.\n\n"
        "Order this to unlock it. Your password stays the same.",
        "search_words": "locked out login sign in password wrong blocked",
        "plan": {
            "name": "Unlock an account", "purpose": "Unlocks the requester's own account in the directory.",
            "body": "Your account {{ requester.login }} is unlocked. Sign in with the password that you know.",
            "steps": [account("unlock", "Unlock the account", "unlock")],
        },
    },
    {
        "slug": "reset-second-factor", "shelf": "accounts", "name": "Reset my second factor", "priority": 3,
        "summary": "For a lost or new telephone.",
        "description": "Somebody calls you back under the number that we know, to be sure that it is you.",
        "search_words": "mfa 2fa totp authenticator passkey phone lost new telephone code",
        "form": form("Your second factor", ask("what", "What happened?", "choice", choices=choices(
            ("new", "I have a new telephone"), ("lost", "I lost it or it was stolen"), ("broken", "It is broken")))),
        "plan": {
            "name": "Reset a second factor", "purpose": "Proves who asks before their second factor is taken away.",
            "body": "Your second factor is reset. Set up a new one when you sign in next.",
            "steps": [
                by_hand("call", "Call back and prove who it is", "Call the number in the directory, never one from the "
                        "request. Ask for something that only they know.", answers=["It is them", "It is not"]),
                by_hand("reset", "Take the second factor away", "In the identity provider. If the telephone was stolen, "
                        "end all sessions, too.", condition={"step": "call", "answers": ["It is them"]}),
            ],
        },
    },
    {
        "slug": "join-group", "shelf": "accounts", "name": "Join a group", "approval": MANAGER, "is_kept": True,
        "summary": "Folders, mailing lists and programs that are open to a group.",
        "search_words": "member access permission folder share list",
        "form": form("The group", GROUP, WHY),
        "plan": {
            "name": "Join a group", "purpose": "Puts the requester into a group of the directory.",
            "body": "You are in the group {{ answers.group }}. Sign out and in again, so that your programs notice.",
            "steps": [group("join", "Put them into the group", "join")],
        },
    },
    {
        "slug": "leave-group", "shelf": "accounts", "name": "Leave a group",
        "summary": "When you do not need it any more.", "search_words": "remove access unsubscribe list",
        "form": form("The group", GROUP),
        "plan": {
            "name": "Leave a group", "purpose": "Takes the requester out of a group of the directory.",
            "body": "You are no longer in the group {{ answers.group }}.",
            "steps": [group("leave", "Take them out of the group", "leave")],
        },
    },
    {
        "slug": "service-access", "shelf": "accounts", "name": "Access to a service", "approval": SERVICE,
        "is_kept": True, "summary": "To a system that you need for your work.",
        "search_words": "permission rights role application system login",
        "form": form("The service", ask("service", "Which service?", "service"), ask("role", "What will you do there?",
                     "choice", choices=choices(("read", "Look things up"), ("write", "Work in it"),
                                               ("admin", "Look after it")))),
        "plan": {
            "name": "Access to a service", "purpose": "Gives somebody a role in a service, as its owner agreed.",
            "body": "You have access. If a page still says no, sign out and in again.",
            "steps": [by_hand("grant", "Give them the role", "The least role that does what they ask for.",
                              undo="Take the role away again.")],
        },
    },
    {
        "slug": "software", "shelf": "software", "name": "Software from the approved list", "approval": MANAGER,
        "is_kept": True, "summary": "Installed on your computer.", "search_words": "program install licence application",
        "form": form("The program", ask("program", "Which program?", most=120), WHY),
        "plan": {
            "name": "Install approved software", "purpose": "A program that is on the list, with a licence, on one computer.",
            "body": "{{ answers.program }} is on your computer. Restart it once.",
            "steps": [
                by_hand("licence", "Check list and licence", "Is it on the list, and is a licence free?",
                        undo="Give the licence back."),
                by_hand("install", "Install it", "With the software management, not by hand.", undo="Uninstall it."),
            ],
        },
    },
    {
        "slug": "subscription", "shelf": "software", "name": "Change a subscription", "approval": MANAGER,
        "summary": "More, less, or none of something that we pay for by the month.",
        "search_words": "licence seat plan upgrade downgrade cancel saas",
        "form": form("The subscription", ask("product", "Which subscription?", most=120), ask("change", "What should change?",
                     "choice", choices=choices(("upgrade", "A larger plan"), ("downgrade", "A smaller plan"),
                                               ("cancel", "End it"))),
                     ask("plan", "Which plan?", most=120, only_if=[{"question": "change", "test": "is", "value": "upgrade"}])),
        "plan": {
            "name": "Change a subscription", "purpose": "Changes what we pay for somebody by the month.",
            "body": "Your subscription to {{ answers.product }} is changed.",
            "steps": [by_hand("change", "Change it with the supplier", "Note from when the new price holds.",
                              needs_evidence=True)],
        },
    },
    {
        "slug": "hardware", "shelf": "devices", "name": "A device", "approval": MANAGER, "is_kept": True,
        "summary": "A laptop, a screen, a telephone, or what belongs to them.",
        "search_words": "notebook computer monitor keyboard mouse headset dock smartphone",
        "form": form("The device", ask("device", "Which device?", "choice", choices=choices(
            ("laptop", "Laptop"), ("screen", "Screen"), ("phone", "Telephone"), ("headset", "Headset"),
            ("other", "Something that belongs to them"))),
            ask("which", "What exactly?", most=200, only_if=[{"question": "device", "test": "is", "value": "other"}]),
            ask("where", "Where should it go?", "choice", choices=choices(("office", "To the office"), ("home", "Home"))),
            ask("address", "Your address", "long", most=500,
                only_if=[{"question": "where", "test": "is", "value": "home"}])),
        "plan": {
            "name": "Hand out a device", "purpose": "From the shelf or from the supplier, set up and handed over.",
            "body": "Your device is on its way. When it is there, switch it on and follow what it says.",
            "steps": [
                by_hand("shelf", "Take one from the shelf", "Or order one, if there is none.", undo="Put it back."),
                by_hand("set-up", "Set it up", "With the standard image; note the serial number.", needs_evidence=True),
                by_hand("hand-over", "Hand it over", "Let them sign for it."),
            ],
        },
    },
    {
        "slug": "cloud-storage", "shelf": "storage", "name": "Cloud storage 500 GB", "approval": MANAGER, "is_kept": True,
        "price_monthly": "11.50", "most_each": 3, "summary": "A private bucket for your project.",
        "description": "Only you can open it at first; you decide who else does.",
        "search_words": "s3 bucket disk space files archive project share",
        "form": form("Your project", ask("project", "What is your project called?", most=30,
                     help="It becomes a part of the address.")),
        "plan": {
            "name": "Cloud storage", "purpose": "Makes a private bucket for a project.",
            "body": "Your storage is ready:\n\n{{ results.make_bucket.address }}",
            "steps": [bucket()],
        },
    },
    {
        "slug": "new-starter", "shelf": "people", "name": "Somebody new begins", "summary": "Everything they need on day one.",
        "search_words": "onboarding joiner hire employee new colleague",
        "form": form("The new colleague", ask("name", "What is their name?", most=120),
                     ask("starts", "When do they begin?", "date"), ask("leader", "To whom do they report?", "person"),
                     ask("needs", "What do they need?", "choices", required=False, choices=choices(
                         ("laptop", "Laptop"), ("phone", "Telephone"), ("desk", "A desk"), ("badge", "A badge")))),
        "plan": {
            "name": "New starter", "purpose": "Everything that somebody needs on their first day.",
            "body": "Everything is ready for {{ answers.name }}.",
            "steps": [
                by_hand("account", "Make the account", "From the personnel file; groups as their team has them.",
                        undo="Disable the account."),
                by_hand("device", "Prepare what they need", "As the request lists it.", together=True),
                by_hand("place", "Desk and badge", "Tell reception.", together=True),
                by_hand("welcome", "Write to their leader", "What is ready, and where."),
            ],
        },
    },
    {
        "slug": "leaver", "shelf": "people", "name": "Somebody leaves", "priority": 3,
        "summary": "Access ends, devices come back.", "search_words": "offboarding leaver exit quit termination",
        "form": form("Who leaves", ask("login", "Their login", most=60), ask("last_day", "Their last day", "date")),
        "approval": MANAGER,
        "plan": {
            "name": "Leaver", "purpose": "Ends access, brings back devices, hands over what they looked after.",
            "body": "It is done: access has ended, and what they had is back or asked for.",
            "steps": [
                by_hand("hand-over", "Hand over what they look after", "On-call, services, tickets, documents."),
                account("disable", "Disable the account", "disable", "{{ answers.login }}"),
                by_hand("devices", "Get the devices back", "Note what is missing."),
            ],
        },
    },
]
