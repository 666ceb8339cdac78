"""What candidates are written to about interviews, before a centre writes its own in Settings."""

INVITED = {
    "en": (
        "Interview: {position}, {centre}",
        "Dear {name},\n\n"
        "you are invited to an interview for {position}:\n\n{times}\n{place}\n\n"
        "An invitation for your calendar comes with this e-mail. Answer it if you need another "
        "time.\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "面試：{position}，{centre}",
        "{name}：\n\n您好！誠邀您參加{position}的面試：\n\n{times}\n{place}\n\n"
        "日曆邀請隨此電郵附上。如需更改時間，請回覆此電郵。\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "面试：{position}，{centre}",
        "{name}：\n\n您好！诚邀您参加{position}的面试：\n\n{times}\n{place}\n\n"
        "日历邀请随此邮件附上。如需更改时间，请回复此邮件。\n\n{sender}\n{centre}\n",
    ),
}
CHANGED = {
    "en": (
        "Changed: Interview: {position}, {centre}",
        "Dear {name},\n\n"
        "your interview for {position} now stands so:\n\n{times}\n{place}\n\n"
        "An invitation for your calendar comes with this e-mail and takes the place of the one "
        "before. Answer it if you need another time.\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "更改：面試：{position}，{centre}",
        "{name}：\n\n您好！您應徵{position}的面試安排現更改如下：\n\n{times}\n{place}\n\n"
        "隨此電郵附上新的日曆邀請，取代之前的邀請。如需更改時間，請回覆此電郵。\n\n"
        "{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "更改：面试：{position}，{centre}",
        "{name}：\n\n您好！您应聘{position}的面试安排现更改如下：\n\n{times}\n{place}\n\n"
        "随此邮件附上新的日历邀请，取代之前的邀请。如需更改时间，请回复此邮件。\n\n"
        "{sender}\n{centre}\n",
    ),
}
CANCELLED = {
    "en": (
        "Cancelled: Interview: {position}, {centre}",
        "Dear {name},\n\n"
        "your interview for {position} at this time is cancelled:\n\n{times}\n{place}\n\n"
        "{reason}\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "取消：面試：{position}，{centre}",
        "{name}：\n\n您好！您應徵{position}的以下面試現已取消：\n\n{times}\n{place}\n\n"
        "{reason}\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "取消：面试：{position}，{centre}",
        "{name}：\n\n您好！您应聘{position}的以下面试现已取消：\n\n{times}\n{place}\n\n"
        "{reason}\n\n{sender}\n{centre}\n",
    ),
}
TIMES = {
    "en": (
        "Choose a time for your interview: {position}",
        "Dear {name},\n\n"
        "please choose a time for your interview for {position}, {centre}, with this private "
        "link:\n\n{link}\n\n"
        "A time that somebody else has taken is not offered any more.\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "請選擇面試時間：{position}",
        "{name}：\n\n您好！請使用以下專用連結，為{centre}{position}的面試選擇時間：\n\n{link}\n\n"
        "已被他人選取的時間不再提供。\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "请选择面试时间：{position}",
        "{name}：\n\n您好！请使用以下专用链接，为{centre}{position}的面试选择时间：\n\n{link}\n\n"
        "已被他人选取的时间不再提供。\n\n{sender}\n{centre}\n",
    ),
}
