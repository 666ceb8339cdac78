"""What referees are written to, before a centre writes its own in Settings."""

REQUEST = {
    "en": (
        "Reference for {candidate}",
        "Dear {referee},\n\n"
        "{candidate} has applied to {centre} ({position}) and named you as a referee. We would be "
        "grateful for your letter by {due}.\n\n"
        "With this private link you can send it, as a file or typed, or tell us that you cannot "
        "write one:\n\n{link}\n\n"
        "Your letter is confidential: the candidate does not see it.\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "推薦信：{candidate}",
        "{referee}：\n\n您好！{candidate}申請了{centre}的{position}，並請您擔任推薦人。"
        "敬請於{due}前提供推薦信。\n\n"
        "請使用以下專用連結上載文件、直接填寫，或告知未能撰寫：\n\n{link}\n\n"
        "推薦信將予保密，申請人不會看到。\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "推荐信：{candidate}",
        "{referee}：\n\n您好！{candidate}申请了{centre}的{position}，并请您担任推荐人。"
        "敬请于{due}前提供推荐信。\n\n"
        "请使用以下专用链接上传文件、直接填写，或告知无法撰写：\n\n{link}\n\n"
        "推荐信将予保密，申请人不会看到。\n\n{sender}\n{centre}\n",
    ),
}
REMINDER = {
    "en": (
        "Reminder: reference for {candidate}",
        "Dear {referee},\n\n"
        "some time ago we asked you for a letter about {candidate}, who has applied to {centre} "
        "({position}). It has not reached us yet; we hope for it by {due}.\n\n"
        "This private link is new. With it you can send the letter, as a file or typed, or tell us "
        "that you cannot write one:\n\n{link}\n\n"
        "Your letter is confidential: the candidate does not see it.\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "提示：{candidate}的推薦信",
        "{referee}：\n\n您好！我們早前邀請您為申請{centre}（{position}）的{candidate}撰寫推薦信，"
        "至今尚未收到，期望於{due}前收到。\n\n"
        "以下為新的專用連結，可上載文件、直接填寫，或告知未能撰寫：\n\n{link}\n\n"
        "推薦信將予保密，申請人不會看到。\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "提醒：{candidate}的推荐信",
        "{referee}：\n\n您好！我们早前邀请您为申请{centre}（{position}）的{candidate}撰写推荐信，"
        "至今尚未收到，期望在{due}前收到。\n\n"
        "以下为新的专用链接，可上传文件、直接填写，或告知无法撰写：\n\n{link}\n\n"
        "推荐信将予保密，申请人不会看到。\n\n{sender}\n{centre}\n",
    ),
}
