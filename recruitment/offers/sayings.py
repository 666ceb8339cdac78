"""What e-mails of an offer say after the first, before a centre writes its own in Settings."""

REMINDER = {
    "en": (
        "Please answer by {answer_by}: your offer from {centre}",
        "Dear {name},\n\n"
        "our offer of the position of {post}, at {centre} waits for your answer. It "
        "lapses after {answer_by}.\n\n"
        "Read the letter and answer on this page, which is yours alone:\n{link}\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "請於{answer_by}前回覆：{centre}錄取通知",
        "{name}：\n\n您好！我們仍在等候您對{centre}的{post}錄取通知的回覆，"
        "{answer_by}後錄取即告作廢。\n\n"
        "請於以下頁面閱讀通知書並回覆，此連結只供您使用：\n{link}\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "请于{answer_by}前回复：{centre}录取通知",
        "{name}：\n\n您好！我们仍在等候您对{centre}的{post}录取通知的回复，"
        "{answer_by}后录取即告作废。\n\n"
        "请在以下页面阅读通知书并回复，此链接只供您使用：\n{link}\n\n{sender}\n{centre}\n",
    ),
}
RESCINDED = {
    "en": (
        "Your offer from {centre} is withdrawn: {position}",
        "Dear {name},\n\n"
        "we are sorry to tell you that the offer of the position of {post}, at {centre} "
        "is withdrawn. If you have questions, please answer this e-mail.\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "{centre}錄取通知已撤回：{position}",
        "{name}：\n\n您好！很抱歉通知您，{centre}的{post}錄取通知已撤回。"
        "如有疑問，請回覆此電郵。\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "{centre}录取通知已撤回：{position}",
        "{name}：\n\n您好！很抱歉通知您，{centre}的{post}录取通知已撤回。"
        "如有疑问，请回复此邮件。\n\n{sender}\n{centre}\n",
    ),
}
LAPSED = {
    "en": (
        "Your offer from {centre} has lapsed: {position}",
        "Dear {name},\n\n"
        "we had no answer to our offer of the position of {post}, at {centre} by "
        "{answer_by}, so it has lapsed. If you are still interested, please answer this e-mail."
        "\n\nKind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "{centre}錄取通知已逾期：{position}",
        "{name}：\n\n您好！我們在{answer_by}前未收到您對{centre}的{post}"
        "錄取通知的回覆，錄取已告作廢。如仍有意加入，請回覆此電郵。\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "{centre}录取通知已逾期：{position}",
        "{name}：\n\n您好！我们在{answer_by}前未收到您对{centre}的{post}"
        "录取通知的回复，录取已告作废。如仍有意加入，请回复此邮件。\n\n{sender}\n{centre}\n",
    ),
}
DEFERRED = {
    "en": (
        "Your new first day at {centre}: {first_day}",
        "Dear {name},\n\n"
        "you now start at {centre} on {first_day}, as {post}. Your acceptance stands; there is "
        "nothing to sign again. If you have questions, please answer this e-mail.\n\n"
        "The letter with your new first day is on this page, which is yours alone:\n{link}\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "您在{centre}的新開始日期：{first_day}",
        "{name}：\n\n您好！您在{centre}的{post}錄取，開始日期現改為{first_day}。"
        "您的接受仍然有效，無須再次簽署。如有疑問，請回覆此電郵。\n\n"
        "列明新開始日期的通知書載於以下頁面，此連結只供您使用：\n{link}\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "您在{centre}的新开始日期：{first_day}",
        "{name}：\n\n您好！您在{centre}的{post}录取，开始日期现改为{first_day}。"
        "您的接受仍然有效，无须再次签署。如有疑问，请回复此邮件。\n\n"
        "列明新开始日期的通知书载于以下页面，此链接只供您使用：\n{link}\n\n{sender}\n{centre}\n",
    ),
}
