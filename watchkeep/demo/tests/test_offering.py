from watchkeep.demo import cast, offering
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests import queries
from watchkeep.work.requests.models import CatalogueItem


def test_the_catalogue_has_a_picture_a_draft_and_something_to_look_at_again(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    people = cast.invite_everybody(Actor.system("demo", "The demo"))
    offering.offer(people)
    standing = {name: queries.items(people.actor("chidi"), standing=name) for name in ("drafted", "review")}
    assert {name: [one.slug for one in found] for name, found in standing.items()} == {
        "drafted": ["cloud-storage"], "review": ["subscription"],
    }  # fmt: skip
    item = CatalogueItem.objects.get(slug="hardware")
    assert item.pictures.get().mark in item.description
    (_manager, (_owner, words)) = queries.rule_of(queries.draft_of(CatalogueItem.objects.get(slug="cloud-storage")))
    assert "only if “Will it hold data of customers?” is yes" in words
