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
    },
    "zh-hant": {
        "choose": "請選擇面試時間",
        "yours": "您的面試",
        "sent": "日曆邀請將寄至您的電郵。如需更改時間，請回覆該電郵。",
        "press": "面試需時{minutes}分鐘。按一下即選定時間。",
        "none": "所有時間均已被選取。我們會另行提供時間。",
    },
    "zh-hans": {
        "choose": "请选择面试时间",
        "yours": "您的面试",
        "sent": "日历邀请将发送至您的邮箱。如需更改时间，请回复该邮件。",
        "press": "面试需时{minutes}分钟。按一下即选定时间。",
        "none": "所有时间均已被选取。我们会另行提供时间。",
    },
}
TITLES = {language: words["choose"] for language, words in PHRASES.items() if language != "en"}
