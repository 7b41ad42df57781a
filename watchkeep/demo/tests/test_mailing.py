from testing import make
from watchkeep.demo import mailing
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.correspondence.models import Mail


def test_one_mail_of_each_kind_came_in():
    make.customer("Harbour Hotels", "harbour.example")
    mailing.write(CLOCK)
    rows = Mail.objects.order_by("id").values_list("state", "subject")
    assert [state for state, _subject in rows] == ["opened", "opened", "automatic", "waiting", "unreadable"]
    assert [mail.signature for mail in Mail.objects.order_by("id")[:2]] == [
        "Hugo Marin\nHarbour Hotels, purchasing",
        "Nora, front desk",
    ]
