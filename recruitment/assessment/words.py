"""What candidates are told of a committee's decision, before a centre writes its own in Settings.

None of them promises: what a committee recommends is approved after it.
"""

RECOMMENDED = {
    "en": (
        "The committee recommends you: {position}",
        "Dear {name},\n\n"
        "our committee recommends you for {post}. This is not an offer yet: it has to be approved "
        "first, and we write to you as soon as it is.\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "委員會推薦了您：{position}",
        "{name}：\n\n您好！我們的委員會推薦您擔任{post}。"
        "這還不是正式錄取通知，仍須經過批准；一經批准，我們會立即通知您。\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "委员会推荐了您：{position}",
        "{name}：\n\n您好！我们的委员会推荐您担任{post}。"
        "这还不是正式录取通知，仍须经过批准；一经批准，我们会立即通知您。\n\n{sender}\n{centre}\n",
    ),
}
RESERVE = {
    "en": (
        "You are on the reserve list: {position}",
        "Dear {name},\n\n"
        "our committee would like to keep in reserve your application for {post}. If a place "
        "becomes free we write to you at once; please tell us if you accept another offer "
        "meanwhile.\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "您已列入候補名單：{position}",
        "{name}：\n\n您好！我們的委員會將您就{post}提交的申請列入候補名單。"
        "如有空缺，我們會立即通知您；若您在此期間接受了其他錄取，敬請告知。\n\n"
        "{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "您已列入候补名单：{position}",
        "{name}：\n\n您好！我们的委员会将您就{post}提交的申请列入候补名单。"
        "如有空缺，我们会立即通知您；若您在此期间接受了其他录取，敬请告知。\n\n"
        "{sender}\n{centre}\n",
    ),
}
LATER = {
    "en": (
        "A decision comes later: {position}",
        "Dear {name},\n\n"
        "our committee met about {post}, and decides on your application at a later meeting. "
        "There is nothing you need to do now; we write again as soon as there is news.\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "稍後作出決定：{position}",
        "{name}：\n\n您好！我們的委員會已就{post}開會，"
        "並將於稍後的會議上就您的申請作出決定。您現在無須提供其他資料，如有進展我們會再通知您。\n\n"
        "{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "稍后作出决定：{position}",
        "{name}：\n\n您好！我们的委员会已就{post}开会，"
        "并将于稍后的会议上就您的申请作出决定。您现在无须提供其他资料，如有进展我们会再通知您。\n\n"
        "{sender}\n{centre}\n",
    ),
}
