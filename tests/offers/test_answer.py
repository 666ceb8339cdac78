"""The candidate's side: one e-mail, a page of their own, one answer, and the letter."""

import io
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from recruitment.funding.models import PromisedPay
from recruitment.funding.selectors import read_funding
from recruitment.messages import outbox
from recruitment.messages.models import Message
from recruitment.moves.gate import Ask, take
from recruitment.offers import actions, conditions, tongues
from recruitment.offers.deferring import defer
from recruitment.offers.lapsing import lapse_overdue
from recruitment.offers.letters import letter_of
from recruitment.offers.models import Condition, FundingPart, Offer, OfferLetter
from recruitment.pipeline.models import Stage
from recruitment.templatetags.letters import unbroken
from tests.factories import make_application, make_offer, make_supervisor, reason
from tests.reports.machine import needs_pango


@pytest.fixture
def one(centre):
    supervisor = make_supervisor(centre, name="Prof Chan")
    return make_application(centre, kind="decision", supervisor=supervisor)


def link_in(message):
    """As it went out: what is kept of it holds no link."""
    (sent,) = [one for one in mail.outbox if one.extra_headers["Message-ID"] == message.message_id]
    return re.search(r"http://\S+", sent.body)[0]


def opened(message):
    """(a browser that pressed the button of the link, the address it came to)."""
    client = Client()
    assert client.get(link_in(message)).status_code == 200
    answer = client.post(link_in(message))
    return client, answer.url


def version_on(page):
    """What the form to accept carries unseen."""
    found = re.search(r'name="version" value="(\d+)"', page.content.decode())
    return {"version": found[1]} if found else {}


def test_an_offer_goes_out_with_one_decision_e_mail_that_leads_to_its_own_page(
    one, manager, director
):
    make_offer(one, by=manager, state="sent", paragraph="Bring a laptop.")

    (message,) = Message.objects.all()
    client, url = opened(message)
    page = client.get(url).content.decode()

    assert (message.to, message.is_decision, message.kind) == (one.candidate.email, True, "offer")
    assert "Hong Kong time" in message.body
    assert "HKD 18,470" in page
    assert "Prof Chan" in page
    assert "Bring a laptop." in client.get(f"{url}letter/").content.decode(errors="replace") or (
        OfferLetter.objects.exists()
    )
    assert Client().get(url).status_code == 404


def test_pressed_twice_an_offer_is_accepted_once(one, manager, director):
    make_offer(one, by=manager, state="sent")
    client, url = opened(Message.objects.get())

    page = client.get(url)
    untold = client.post(url, {"verb": "accept"})
    for _n in range(2):
        client.post(url, {"verb": "accept", "agree": "on", **version_on(page)})
    client.post(url, {"verb": "decline", "reason": "pay"})

    one.refresh_from_db()
    assert untold.status_code == 422
    assert Offer.objects.get().state == "accepted"
    assert (one.stage.kind, one.transitions.count()) == ("pre_start", 3)
    assert "You accepted this offer" in client.get(url).content.decode()


@pytest.mark.parametrize(("verb", "said"), [("accept", "accepted"), ("decline", "declined")])
def test_the_activity_says_that_the_candidate_answered_themselves(
    as_manager, one, manager, director, verb, said
):
    make_offer(one, by=manager, state="sent")
    client, url = opened(Message.objects.get())

    client.post(url, {"verb": verb, "agree": "on", "reason": "pay", **version_on(client.get(url))})

    told = as_manager.get(one.candidate.get_absolute_url()).content.decode()
    assert f"The candidate {said} the offer on their own page." in told


def test_who_read_an_offer_before_it_was_changed_is_told_to_read_it_again(one, manager, director):
    offer = make_offer(one, by=manager)
    visa = Condition(offer=offer, kind="visa")
    conditions.add(visa, by=manager)
    for verb, who in [
        (actions.submit, manager),
        (actions.approve, director),
        (actions.send, manager),
    ]:
        verb(offer, by=who)
    client, url = opened(Message.objects.get())
    seen = version_on(client.get(url))
    visa.state = "under_way"
    conditions.change(visa, ["state"], by=manager)

    told = client.post(url, {"verb": "accept", "agree": "on", **seen})
    state = Offer.objects.get().state
    client.post(url, {"verb": "accept", "agree": "on", **version_on(told)})

    assert "changed while you were reading" in told.content.decode()
    assert (told.status_code, state) == (422, "sent")
    assert Offer.objects.get().state == "accepted"


def test_whoever_answers_an_offer_that_is_being_changed_is_told_that_a_new_one_comes(
    one, manager, director
):
    offer = make_offer(one, by=manager, state="sent")
    client, url = opened(Message.objects.get())
    seen = version_on(client.get(url))
    actions.edit(offer, list(offer.parts.all()), by=manager)

    told = client.post(url, {"verb": "accept", "agree": "on", **seen}).content.decode()

    assert "We are changing this offer" in told
    assert "HKD" not in told
    assert [one.state for one in Offer.objects.order_by("number")] == ["superseded", "draft"]


def test_nobody_waits_for_a_new_version_that_was_rescinded(one, manager, director):
    offer = make_offer(one, by=manager, state="sent")
    client, url = opened(Message.objects.get())
    newer = actions.edit(offer, list(offer.parts.all()), by=manager)
    before = client.get(url).content.decode()
    actions.rescind(newer, by=manager, note="No money.")

    after = client.get(url).content.decode()

    assert "We are changing this offer" in before
    assert "We are changing this offer" not in after
    assert "No money." not in after


def test_nobody_declines_without_having_chosen_why(one, manager, director):
    make_offer(one, by=manager, state="sent")
    client, url = opened(Message.objects.get())

    page = client.get(url).content.decode()
    answer = client.post(url, {"verb": "decline", "reason": ""})

    assert '<option value="">Choose a reason</option>' in page
    assert "Choose a reason." in answer.content.decode()
    assert Offer.objects.get().state == "sent"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"verb": "accept"}, "tick"),
        ({"verb": "decline"}, "choose"),
        ({"verb": "decline", "reason": "family", "remark": "x" * 2001}, "long"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_an_answer_that_lacks_something_is_told_in_the_language_of_the_offer(
    one, manager, director, sent, told, language
):
    make_offer(one, by=manager, state="sent", language=language)
    client, url = opened(Message.objects.get())

    answer = client.post(url, sent)

    assert answer.status_code == 422
    assert tongues.PHRASES[language][told] in answer.text
    assert Offer.objects.get().state == "sent"


def test_a_chinese_letter_and_its_e_mail_name_people_centre_and_zone_in_chinese(
    one, manager, director
):
    one.candidate.native_name, one.centre.native_name = "葉逸峰", "視覺人工智能聯合中心"
    one.candidate.save()
    one.centre.save()

    make_offer(one, by=manager, state="sent", language="zh-hant")

    message = Message.objects.get()
    client, url = opened(message)
    letter = letter_of(Offer.objects.get())
    assert ("資助來源", "贊助機構 HKD 18,470") in letter["rows"]
    assert letter["dear"] == "葉逸峰："
    assert message.body.startswith("葉逸峰：\n\n您好！我們很高興通知您，視覺人工智能聯合中心現")
    front = Client().get(link_in(message)).content.decode()
    assert '<div class="gate-said" lang="zh-Hant"><h1>您的錄取</h1>' in front
    assert "繼續" in front
    assert "Continue" not in front
    for words in (front, message.body, letter["answer"], client.get(url).content.decode()):
        assert "香港時間" in words
        assert one.centre.name not in words


def test_a_decline_on_the_page_keeps_the_reason_and_what_they_wrote(one, manager, director):
    make_offer(one, by=manager, state="sent")
    client, url = opened(Message.objects.get())

    client.post(url, {"verb": "decline", "reason": "pay", "remark": "Rent is high here"})

    offer = Offer.objects.get()
    one.refresh_from_db()
    assert (offer.state, offer.reason.code, one.status) == ("declined", "pay", "withdrawn")
    assert offer.events.last().note == "Rent is high here"


def test_after_the_last_minute_nobody_accepts_and_the_clock_lets_it_lapse(one, manager, director):
    offer = make_offer(one, by=manager, state="sent")
    message = Message.objects.get()

    with time_machine.travel(offer.expires_at + timedelta(minutes=1), tick=False):
        client, url = opened(message)
        typed = {"verb": "accept", "agree": "on", **version_on(client.get(url))}
        page = client.post(url, typed, follow=True).content.decode()
        lapse_overdue.call()

    assert "The time to answer this offer ended on" in page
    assert Offer.objects.get().state == "lapsed"


def test_an_offer_taken_back_takes_back_the_e_mail_that_was_not_sent(one, manager, director):
    offer = make_offer(one, by=manager, state="sent")
    Message.objects.update(state="waiting")

    actions.rescind(offer, by=manager, note="Money withdrawn")

    (message,) = Message.objects.all()
    assert message.state == "withdrawn"
    assert message.problem == "The offer was rescinded before this was sent."


# ---- the page says how the offer stands ----


def rescinded(offer, by):
    actions.rescind(offer, by=by, note="Money withdrawn", told=True)


def rescinded_and_not_told_yet(offer, by):
    actions.rescind(offer, by=by, note="Money withdrawn")


def rescinded_and_something_else_is_held(offer, by):
    rescinded(offer, by)
    one = offer.application
    letter = {"centre": one.centre, "to": one.candidate.email, "subject": "On", "body": "On"}
    outbox.post(
        "shortlisted", f"moved:{one.pk}", **letter, application=one, decision=True, held=True
    )


def lapsed(offer, by):
    Offer.objects.filter(pk=offer.pk).update(expires_at=timezone.now() - timedelta(days=1))
    lapse_overdue.call()


def changed(offer, by):
    actions.edit(offer, list(offer.parts.all()), by=by)


def replaced(offer, by):
    newer = actions.edit(offer, list(offer.parts.all()), by=by)
    Offer.objects.filter(pk=newer.pk).update(state="approved")
    actions.send(Offer.objects.for_mail().get(pk=newer.pk), by=by)


def accepted(offer, by):
    actions.accept(offer, by=None)


def deferred(offer, by):
    actions.accept(offer, by=None)
    later = offer.application.track.intakes.get(name="January 2028")
    defer(offer, intake=later, starts_on=date(2028, 1, 10), takes_seat=False, by=by, told=True)


def melted(offer, by):
    actions.accept(offer, by=None)
    why = reason(offer.application.centre, "personal", party="candidate")
    take(offer.application, Ask("close", reason=why), actor=by)


def declined(offer, by):
    actions.decline(
        offer, by=None, reason=reason(offer.application.centre, "pay", party="candidate")
    )


@pytest.mark.parametrize(
    ("what", "english", "chinese"),
    [
        (rescinded, "We have withdrawn this offer", "我們已撤回此錄取"),
        (rescinded_and_not_told_yet, "cannot be answered at the moment", "目前未能回覆此錄取"),
        (rescinded_and_something_else_is_held, "We have withdrawn this offer", "我們已撤回此錄取"),
        (lapsed, "The time to answer this offer ended on", "回覆限期已於"),
        (changed, "We are changing this offer", "我們正在修訂此錄取"),
        (replaced, "was replaced by a newer one", "已由較新的版本取代"),
        (accepted, "We will be in touch about the next steps", "我們會就下一步與您聯絡"),
        (deferred, "and your first day is 10 January 2028", "開始日期為2028年1月10日"),
        (melted, "Your application has ended since", "其後您的申請已告結束"),
        (declined, "You declined this offer on", "您已於"),
    ],
)
def test_whoever_comes_back_reads_how_the_offer_stands_and_whom_to_write_to(
    one, manager, director, what, english, chinese
):
    for language, words in (("en", english), ("zh-hant", chinese)):
        mine = make_application(one.centre, kind="decision")
        offer = make_offer(mine, by=manager, state="sent", language=language)
        link = link_in(Message.objects.filter(application=mine).get())
        client = Client()
        client.post(link)
        what(Offer.objects.for_mail().get(pk=offer.pk), manager)

        page = client.post(link, follow=True)

        assert words in page.text
        assert f'href="mailto:{manager.email}"' in page.text
        assert "links/expired.html" not in [one.name for one in page.templates]
        assert 'name="verb"' not in page.text
        assert ("HKD" in page.text) == (what in (accepted, deferred))


@needs_pango
@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ["Letter of offer", "1 September 2027", "Visa or work permit, before the"],
        ),
        ("zh-hant", ["錄取通知書", "2027年9月1日", "簽證或工作許可"]),
        ("zh-hans", ["录取通知书", "2027年9月1日", "签证或工作许可"]),
    ],
)
def test_the_letter_is_a_pdf_in_the_language_of_the_candidate(
    as_manager, one, manager, director, language, words
):
    offer = make_offer(one, by=manager, state="approved", language=language)
    Condition.objects.create(offer=offer, kind="visa")

    actions.send(offer, by=manager)

    answer = as_manager.get(f"{offer.get_absolute_url()}letter.pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert [word for word in words if word not in text.replace("\n", "")] == []
    assert "HKD 18,470" in text
    preview = as_manager.get(f"{offer.get_absolute_url()}letter/").content.decode()
    assert [word for word in words if word not in preview] == []


def test_money_that_is_offered_or_accepted_stands_on_the_funding_page_by_its_terms(
    centre, one, manager, director
):
    offer = make_offer(one, by=manager, state="sent", months=10)
    out = read_funding(centre, centre.today())
    actions.accept(offer, by=None)
    accepted = read_funding(centre, centre.today())
    actions.rescind(offer, by=manager, note="Money withdrawn")

    assert (out.offers_out, out.out.months[0].cost, len(out.out.months)) == (
        1,
        out.out.months[-1].cost,
        10,
    )
    assert out.accepted.total == 0
    assert accepted.offers_out == 0
    assert len(accepted.accepted.months) == 10
    assert accepted.accepted.months[0].month == out.out.months[0].month
    assert not PromisedPay.objects.exists()
    assert date(2027, 9, 1) == offer.starts_on


def test_an_answer_that_cannot_be_recorded_is_told_and_nothing_is_changed(one, manager, director):
    make_offer(one, by=manager, state="sent")
    client, url = opened(Message.objects.get())
    Stage.objects.filter(kind="pre_start").update(needs_offer=True)
    FundingPart.objects.all().delete()

    answer = client.post(
        url, {"verb": "accept", "agree": "on", "version": Offer.objects.get().revision}
    )

    assert (answer.status_code, Offer.objects.get().state) == (422, "sent")
    assert "We could not record your answer" in answer.content.decode()


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("請於2026年12月15日 23:59 香港時間前回覆", "2026年12月15日 23:59"),
        ("Please answer by 25 November 2026 23:59 Hong Kong time", "25 November 2026 23:59"),
        ("贊助機構 HKD 18,470；大學", "HKD 18,470"),
    ],
)
def test_no_line_of_a_letter_ends_within_a_day_or_an_amount(words, whole):
    assert f'<span class="nowrap">{whole}</span>' in unbroken(words)
    assert unbroken("<b>") == "&lt;b&gt;"


def test_the_page_says_for_whom_and_for_which_position_the_offer_is(one, manager, director):
    make_offer(one, by=manager, state="sent")

    client, url = opened(Message.objects.get())
    page = client.get(url).content.decode()

    assert str(one.candidate) in page
    assert f"{one.position}, {one.intake}" in page
