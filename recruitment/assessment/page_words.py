"""What the page behind a candidate's link says, in the language they are written to in.

Not of the site's catalogues: a letter goes out in a language whether or not the site speaks it.
"""

PHRASES = {
    "en": {
        "choose": "Choose a time for your interview",
        "yours": "Your interview",
        "sent": (
            "An invitation for your calendar is on its way to your e-mail. Answer that e-mail if "
            "you need another time."
        ),
        "press": "{minutes} minutes. One press takes the time.",
        "none": "None of the times is free any more. We will write to you with others.",
        "pick": "Choose one of the times.",
        "taken": "Somebody else has taken this time. Choose another.",
        "unoffered": "This time is not offered any more. Choose another.",
        "chosen": "You have chosen a time. Write to the office to change it.",
        "cancelled": "This interview was cancelled.",
        # Of an end that was not told yet, nothing: that is told by an e-mail of its own.
        "over": "No time can be chosen at the moment. Please write to us.",
    },
    "zh-hant": {
        "choose": "請選擇面試時間",
        "yours": "您的面試",
        "sent": "日曆邀請將寄至您的電郵。如需更改時間，請回覆該電郵。",
        "press": "面試需時{minutes}分鐘。按一下即選定時間。",
        "none": "所有時間均已被選取。我們會另行提供時間。",
        "pick": "請選擇其中一個時間。",
        "taken": "此時間已被他人選取，請選擇其他時間。",
        "unoffered": "此時間已不能選取，請選擇其他時間。",
        "chosen": "您已選定時間。如需更改，請與我們聯絡。",
        "cancelled": "此面試已取消。",
        "over": "目前未能選擇時間，請與我們聯絡。",
    },
    "zh-hans": {
        "choose": "请选择面试时间",
        "yours": "您的面试",
        "sent": "日历邀请将发送至您的邮箱。如需更改时间，请回复该邮件。",
        "press": "面试需时{minutes}分钟。按一下即选定时间。",
        "none": "所有时间均已被选取。我们会另行提供时间。",
        "pick": "请选择其中一个时间。",
        "taken": "此时间已被他人选取，请选择其他时间。",
        "unoffered": "此时间已不能选取，请选择其他时间。",
        "chosen": "您已选定时间。如需更改，请与我们联系。",
        "cancelled": "此面试已取消。",
        "over": "目前无法选择时间，请与我们联系。",
    },
}
TITLES = {language: words["choose"] for language, words in PHRASES.items() if language != "en"}
