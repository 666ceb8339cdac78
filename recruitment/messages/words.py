"""The texts e-mails start from, before a centre writes its own in Settings."""

LETTER = {
    "en": (
        "Your application to {centre}",
        "Dear {name},\n\n\n\nKind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "關於您向{centre}提交的申請",
        "{name}：\n\n您好！\n\n\n\n此致\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "关于您向{centre}提交的申请",
        "{name}：\n\n您好！\n\n\n\n此致\n{sender}\n{centre}\n",
    ),
}
RECEIVED = {
    "en": (
        "We have your application: {position}",
        "Dear {name},\n\n"
        "thank you for applying to {centre} for {post}. We have your application, and write again "
        "as soon as there is news.\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "已收到您的申請：{position}",
        "{name}：\n\n您好！感謝您申請{centre}的{post}。"
        "我們已收到您的申請，如有進展會再通知您。\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "已收到您的申请：{position}",
        "{name}：\n\n您好！感谢您申请{centre}的{post}。"
        "我们已收到您的申请，如有进展会再通知您。\n\n{sender}\n{centre}\n",
    ),
}
CONSIDERED = {
    "en": (
        "Your application is being considered: {position}",
        "Dear {name},\n\n"
        "we are still considering your application to {centre} for {post}. There is nothing you "
        "need to do now; we write again as soon as there is news.\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "您的申請正在審閱：{position}",
        "{name}：\n\n您好！您就{post}向{centre}提交的申請仍在審閱中。"
        "您現在無須提供其他資料，如有進展我們會再通知您。\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "您的申请正在审阅：{position}",
        "{name}：\n\n您好！您就{post}向{centre}提交的申请仍在审阅中。"
        "您现在无须提供其他资料，如有进展我们会再通知您。\n\n{sender}\n{centre}\n",
    ),
}
SHORTLISTED = {
    "en": (
        "Your application is shortlisted: {position}",
        "Dear {name},\n\n"
        "we have shortlisted your application to {centre} for {post}, and would like to get to "
        "know you in an interview. We write to you about the time separately.\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "您的申請已入圍：{position}",
        "{name}：\n\n您好！您就{post}向{centre}提交的申請已入圍，"
        "我們希望與您面談。時間會另行通知。\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "您的申请已入围：{position}",
        "{name}：\n\n您好！您就{post}向{centre}提交的申请已入围，"
        "我们希望与您面谈。时间会另行通知。\n\n{sender}\n{centre}\n",
    ),
}
REJECTION = {
    "en": (
        "Your application: {position}",
        "Dear {name},\n\n"
        "thank you for applying to {centre} for {post}, and for the work you put into it. We read "
        "it with care, and are sorry to tell you that we cannot offer you a place this time.\n\n"
        "We wish you every success with your research.\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "申請結果：{position}",
        "{name}：\n\n您好！感謝您申請{centre}的{post}。"
        "我們已仔細審閱您的申請，很遺憾這次未能錄取您。\n\n祝您研究順利。\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "申请结果：{position}",
        "{name}：\n\n您好！感谢您申请{centre}的{post}。"
        "我们已仔细审阅您的申请，很遗憾这次未能录取您。\n\n祝您研究顺利。\n\n{sender}\n{centre}\n",
    ),
}
CLOSED = {
    "en": (
        "Your application is closed: {position}",
        "Dear {name},\n\n"
        "we have closed your application to {centre} for {post}. If this is not what you expect, "
        "please answer this e-mail.\n\n"
        "Kind regards,\n{sender}\n{centre}\n",
    ),
    "zh-hant": (
        "您的申請已結束：{position}",
        "{name}：\n\n您好！您就{post}向{centre}提交的申請已結束。"
        "如有疑問，請回覆此電郵。\n\n{sender}\n{centre}\n",
    ),
    "zh-hans": (
        "您的申请已结束：{position}",
        "{name}：\n\n您好！您就{post}向{centre}提交的申请已结束。"
        "如有疑问，请回复此邮件。\n\n{sender}\n{centre}\n",
    ),
}
