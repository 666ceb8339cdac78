"""What the pages of private links say when they open nothing, in the language of their reader.

That of the link, if it is one of ours: whoever holds its secret learns no more by it. Of any other
nobody knows who reads, so it is the browser's.
"""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation.trans_real import parse_accept_lang_header

from centre.links.front import TAGS
from centre.links.models import PrivateLink
from centre.links.purposes import purpose_of

# {language: {what: (heading, sentence)}}
WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "ask": (
            "Open the link in your e-mail",
            "This page is opened by the link we sent you. Press it again, and then the button.",
        ),
        "expired": (
            "This link has expired",
            "We can send a new one to the e-mail address we have on record for it.",
        ),
        "renewed": (
            "Look into your mail",
            "If the link was one of ours and its matter is still open, a new one is on its way to "
            "the address on record. Nothing there after some minutes? Answer the e-mail the link "
            "came in.",
        ),
        "wait": ("Too many tries", "Wait a minute, then try again."),
        "gone": (
            "Page not found",
            "There is nothing here any more. Answer the e-mail the link came in if you have "
            "questions.",
        ),
        "form": (
            "This form has expired",
            "Nothing was saved. Go back, reload the page and send the form again. Cookies must be "
            "allowed.",
        ),
        "large": (
            "This is too much at once",
            "All files of a form together may be {most} MB. Go back and send a smaller one.",
        ),
    },
    "zh-hant": {
        "ask": (
            "請開啟電郵中的連結",
            "此頁須經我們寄給您的連結開啟。請再次開啟該連結，然後按下按鈕。",
        ),
        "expired": ("此連結已失效", "我們可將新連結寄到此連結所登記的電郵地址。"),
        "renewed": (
            "請查看您的電郵",
            "如連結由我們發出，而有關事宜尚未完結，新連結將寄到所登記的電郵地址。"
            "數分鐘後仍未收到，請回覆附有連結的電郵。",
        ),
        "wait": ("嘗試次數過多", "請等一分鐘，然後再試。"),
        "gone": ("找不到此頁", "此處已沒有內容。如有疑問，請回覆附有連結的電郵。"),
        "form": (
            "此表格已過期",
            "沒有儲存任何內容。請返回上一頁，重新載入，然後再次提交。瀏覽器須允許Cookie。",
        ),
        "large": (
            "一次提交的內容過多",
            "表格的全部檔案合計不可超過{most} MB。請返回上一頁，提交較小的檔案。",
        ),
    },
    "zh-hans": {
        "ask": (
            "请打开邮件中的链接",
            "此页须通过我们发给您的链接打开。请再次打开该链接，然后按下按钮。",
        ),
        "expired": ("此链接已失效", "我们可将新链接发送到此链接所登记的邮箱地址。"),
        "renewed": (
            "请查看您的邮箱",
            "如果链接由我们发出，而相关事宜尚未结束，新链接将发送到所登记的邮箱地址。"
            "几分钟后仍未收到，请回复附有链接的邮件。",
        ),
        "wait": ("尝试次数过多", "请等一分钟，然后再试。"),
        "gone": ("找不到此页", "此处已没有内容。如有疑问，请回复附有链接的邮件。"),
        "form": (
            "此表单已过期",
            "没有保存任何内容。请返回上一页，重新加载，然后再次提交。浏览器须允许Cookie。",
        ),
        "large": (
            "一次提交的内容过多",
            "表单的全部文件合计不可超过{most} MB。请返回上一页，提交较小的文件。",
        ),
    },
}
SEND = {"en": "Send me a new one", "zh-hant": "寄給我新連結", "zh-hans": "给我发送新链接"}


def say(request, what: str, *, link: PrivateLink | None = None, status: int, **renews):
    """That page. `renews`: `token` or `number` of the link that a new one is sent for."""
    language = language_of(link) or reads(request)
    title, text = WORDS[language][what]
    context = {
        "lang": TAGS[language],
        "title": title,
        "text": text.format(most=settings.MOST_UPLOAD >> 20),
        "send": SEND[language],
        "renews": renews,
    }
    return render(request, "links/said.html", context, status=status)


def language_of(link: PrivateLink | None) -> str:
    """In which its reader is written to; "" of a link that is none of ours."""
    purpose = purpose_of(link) if link else None
    if link is None or purpose is None:
        return ""
    return purpose.language(link) if purpose.language else "en"


def reads(request) -> str:
    """The first of our languages that the browser says its reader knows."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        script = {"hant", "hk", "tw", "mo"} & {*code.split("-")}
        if code.split("-")[0] == "zh":
            return "zh-hant" if script and "hans" not in code else "zh-hans"
        if code.split("-")[0] == "en":
            return "en"
    return "en"
