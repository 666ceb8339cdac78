"""What the page behind a referee's link says, in the language the referee is written to in.

Not of the site's catalogues: a letter goes out in a language whether or not the site speaks it.
"""

PHRASES = {
    "en": {
        "page": "Letter of reference",
        "over_h": "Nothing is needed any more",
        "over": "This application is no longer open. Thank you for your time.",
        "waived": "The centre goes on without this letter. Thank you all the same.",
        "thanks_h": "Thank you",
        "thanks": (
            "Your letter for {candidate} arrived on {at}. It is confidential: the candidate does "
            "not see it. You can close this page."
        ),
        "late": "A letter of yours was here already, so what you sent now was not kept.",
        "heading": "Reference for {candidate}",
        "wanted": "{position}, {centre}. Wanted by {due}.",
        "again": "You told us that you cannot write one. If that has changed, you still can.",
        "confidential": (
            "Your letter is confidential: the candidate does not see it, and who reads it is "
            "written down."
        ),
        "file": "File",
        "file_hint": "PDF, DOCX, PNG or JPEG, up to {most} MB.",
        "one_file": "Choose one file.",
        "letter_long": "Up to %(limit_value)d characters. Send a longer letter as a file.",
        "remark_long": "Up to %(limit_value)d characters.",
        "problem": "There is a problem",
        "letter": "Or write it here",
        "needs_one": "Choose a file, or write the letter below.",
        "send": "Send letter",
        "cannot": "I cannot write one",
        "remark": "Why",
        "optional": "optional",
        "decline": "Decline",
    },
    "zh-hant": {
        "page": "推薦信",
        "over_h": "不再需要推薦信",
        "over": "此申請已經結束。多謝您抽空。",
        "waived": "中心不再需要這封推薦信，仍感謝您的協助。",
        "thanks_h": "多謝",
        "thanks": (
            "您為{candidate}撰寫的推薦信已於{at}收到。"
            "推薦信將予保密，申請人不會看到。您可關閉此頁。"
        ),
        "late": "我們早前已收到您的推薦信，因此剛才提交的內容未有保存。",
        "heading": "{candidate}的推薦信",
        "wanted": "{position}，{centre}。請於{due}前提交。",
        "again": "您曾表示未能撰寫推薦信。如情況有變，仍可提交。",
        "confidential": "推薦信將予保密，申請人不會看到；每次閱讀均有記錄。",
        "file": "文件",
        "file_hint": "PDF、DOCX、PNG或JPEG，上限{most} MB。",
        "one_file": "請選擇一個檔案。",
        "letter_long": "不可超過%(limit_value)d個字元。較長的推薦信請以檔案提交。",
        "remark_long": "不可超過%(limit_value)d個字元。",
        "problem": "請更正以下內容",
        "letter": "或在此填寫",
        "needs_one": "請選擇文件，或在下方填寫推薦信。",
        "send": "提交推薦信",
        "cannot": "未能撰寫",
        "remark": "原因",
        "optional": "選填",
        "decline": "婉拒",
    },
    "zh-hans": {
        "page": "推荐信",
        "over_h": "不再需要推荐信",
        "over": "此申请已经结束。感谢您抽出时间。",
        "waived": "中心不再需要这封推荐信，仍感谢您的协助。",
        "thanks_h": "谢谢",
        "thanks": (
            "您为{candidate}撰写的推荐信已于{at}收到。"
            "推荐信将予保密，申请人不会看到。您可以关闭此页。"
        ),
        "late": "我们之前已收到您的推荐信，因此刚才提交的内容未保存。",
        "heading": "{candidate}的推荐信",
        "wanted": "{position}，{centre}。请于{due}前提交。",
        "again": "您曾表示无法撰写推荐信。如情况有变，仍可提交。",
        "confidential": "推荐信将予保密，申请人不会看到；每次阅读均有记录。",
        "file": "文件",
        "file_hint": "PDF、DOCX、PNG或JPEG，上限{most} MB。",
        "one_file": "请选择一个文件。",
        "letter_long": "不可超过%(limit_value)d个字符。较长的推荐信请以文件提交。",
        "remark_long": "不可超过%(limit_value)d个字符。",
        "problem": "请更正以下内容",
        "letter": "或在此填写",
        "needs_one": "请选择文件，或在下方填写推荐信。",
        "send": "提交推荐信",
        "cannot": "无法撰写",
        "remark": "原因",
        "optional": "选填",
        "decline": "谢绝",
    },
}
TITLES = {language: words["page"] for language, words in PHRASES.items() if language != "en"}
