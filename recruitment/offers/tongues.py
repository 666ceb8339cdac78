"""What the candidate reads, in the language of the letter: letter, answer page and e-mail.

Not of the site's catalogues: a letter goes out in a language whether or not the site speaks it.
"""

from centre.languages import clock_in, day_in
from recruitment.offers.kinds import Language
from recruitment.offers.models import Offer

ENGLISH = {
    "title": "Letter of offer",
    "dear": "Dear %(name)s,",
    "lead": "we are pleased to offer you the position of %(post)s, at "
    "%(centre)s, %(university)s, on the terms below.",
    "stipend": "Stipend a month", "salary": "Salary a month",
    "months": "Months", "programme": "Normal period of the programme",
    "period": "%(n)d months", "starts_on": "First day", "supervisor": "Supervisor",
    "co_supervisor": "Co-supervisor", "payers": "Paid by",
    "conditions": "This offer depends on the following.",
    "final": "before the offer is final", "first_day": "before the first day", "due": "by %(day)s",
    "answer": "Please answer by %(at)s. After that the offer lapses.",
    "closing": "We look forward to working with you.",
    "for_centre": "For %(centre)s",
    "deferral": "Letter of deferral",
    "deferral_lead": "on %(accepted)s you accepted our offer of the position of %(position)s at "
    "%(centre)s, %(university)s. Your acceptance stands. You now start with %(intake)s, on the "
    "terms below.",
    "in_place": "This letter takes the place of ours of %(before)s.",
    "page": "Your offer", "letter": "Open the letter",
    "older": "The letter of %(day)s, which it takes the place of",
    "accept_h": "Accept", "agree": "I have read the letter and accept the offer.",
    "accept": "Accept the offer", "decline_h": "Decline", "why": "Why?",
    "pick": "Choose a reason",
    "remark": "Anything you wish to tell us (optional)", "decline": "Decline the offer",
    "accepted": "You accepted this offer on %(day)s. We will be in touch about the next steps.",
    "declined": "You declined this offer on %(day)s. Thank you for letting us know.",
    "deferred": "You accepted this offer on %(day)s, and that stands. You now start with "
    "%(intake)s, and your first day is %(first_day)s.",
    "lapsed": "The time to answer this offer ended on %(at)s, so it can no longer be answered.",
    "superseded": "We are changing this offer, so this version cannot be answered any more. You "
    "will receive the new version by e-mail.",
    "replaced": "This version of the offer was replaced by a newer one. Use the link in the later "
    "e-mail.",
    "rescinded": "We have withdrawn this offer, so it can no longer be answered.",
    "melted": "You accepted this offer on %(day)s. Your application has ended since, so the offer "
    "no longer stands.",
    "gone": "This offer is no longer open.",
    "ask": "If you have questions, write to %(who)s:",
    "ask_back": "If you have questions, answer the e-mail that this link came in.",
    "tick": "Tick that you have read the letter.", "choose": "Choose a reason.",
    "long": "What you wish to tell us may have 2,000 characters. Please shorten it.",
    "changed": "This offer was changed while you were reading. Please read it again, then answer.",
    "stuck": "We could not record your answer, so nothing has changed. Please write to us: "
    "something has to be put right on our side first.",
    "unsaid": "This offer cannot be answered at the moment.",
}  # fmt: skip
TRADITIONAL = {
    "title": "錄取通知書",
    "dear": "%(name)s：",
    "lead": "我們很高興邀請您加入%(university)s%(centre)s，"
    "擔任%(post)s，條件如下。",
    "stipend": "每月津貼", "salary": "每月薪金",
    "months": "月數", "programme": "課程正常修業期", "period": "%(n)d個月",
    "starts_on": "開始日期", "supervisor": "導師",
    "co_supervisor": "聯合導師", "payers": "資助來源",
    "conditions": "本錄取須符合以下條件。",
    "final": "於錄取落實前", "first_day": "於開始日期前", "due": "限期%(day)s",
    "answer": "請於%(at)s前回覆，逾期作廢。",
    "closing": "期待與您共事。",
    "for_centre": "%(centre)s 謹啟",
    "deferral": "延期通知書",
    "deferral_lead": "您已於%(accepted)s接受%(university)s%(centre)s的%(position)s錄取，"
    "該接受仍然有效。開始時間現改為%(intake)s，條件如下。",
    "in_place": "本通知書取代我們於%(before)s發出的通知書。",
    "page": "您的錄取", "letter": "開啟通知書",
    "older": "%(day)s的通知書（已被取代）",
    "accept_h": "接受", "agree": "我已閱讀通知書，並接受錄取。",
    "accept": "接受錄取", "decline_h": "婉拒", "why": "原因",
    "pick": "請選擇",
    "remark": "想告訴我們的話（可不填）", "decline": "婉拒錄取",
    "accepted": "您已於%(day)s接受錄取。我們會就下一步與您聯絡。",
    "declined": "您已於%(day)s婉拒錄取。多謝告知。",
    "deferred": "您已於%(day)s接受錄取，該接受仍然有效。"
    "錄取現改為%(intake)s，開始日期為%(first_day)s。",
    "lapsed": "回覆限期已於%(at)s屆滿，不能再回覆。",
    "superseded": "我們正在修訂此錄取，此版本不能再回覆。新版本將以電郵寄給您。",
    "replaced": "此版本的錄取已由較新的版本取代，請使用較後電郵內的連結。",
    "rescinded": "我們已撤回此錄取，不能再回覆。",
    "melted": "您已於%(day)s接受錄取。其後您的申請已告結束，此錄取不再有效。",
    "gone": "此錄取已不再有效。",
    "ask": "如有疑問，請聯絡%(who)s：",
    "ask_back": "如有疑問，請回覆附有此連結的電郵。",
    "tick": "請確認您已閱讀通知書。", "choose": "請選擇原因。",
    "long": "想告訴我們的話不可超過2,000個字元，請縮短。",
    "changed": "錄取內容在您閱讀期間有所更改。請重新閱讀，然後回覆。",
    "stuck": "未能記錄您的回覆，現況沒有改變。我們須先處理一些事項，請與我們聯絡。",
    "unsaid": "目前未能回覆此錄取。",
}  # fmt: skip
SIMPLIFIED = {
    "title": "录取通知书",
    "dear": "%(name)s：",
    "lead": "我们很高兴邀请您加入%(university)s%(centre)s，"
    "担任%(post)s，条件如下。",
    "stipend": "每月津贴", "salary": "每月薪金",
    "months": "月数", "programme": "课程正常修业期", "period": "%(n)d个月",
    "starts_on": "开始日期", "supervisor": "导师",
    "co_supervisor": "联合导师", "payers": "资助来源",
    "conditions": "本录取须符合以下条件。",
    "final": "于录取落实前", "first_day": "于开始日期前", "due": "限期%(day)s",
    "answer": "请于%(at)s前回复，逾期作废。",
    "closing": "期待与您共事。",
    "for_centre": "%(centre)s 谨启",
    "deferral": "延期通知书",
    "deferral_lead": "您已于%(accepted)s接受%(university)s%(centre)s的%(position)s录取，"
    "该接受仍然有效。开始时间现改为%(intake)s，条件如下。",
    "in_place": "本通知书取代我们于%(before)s发出的通知书。",
    "page": "您的录取", "letter": "打开通知书",
    "older": "%(day)s的通知书（已被取代）",
    "accept_h": "接受", "agree": "我已阅读通知书，并接受录取。",
    "accept": "接受录取", "decline_h": "婉拒", "why": "原因",
    "pick": "请选择",
    "remark": "想告诉我们的话（可不填）", "decline": "婉拒录取",
    "accepted": "您已于%(day)s接受录取。我们会就下一步与您联系。",
    "declined": "您已于%(day)s婉拒录取。谢谢告知。",
    "deferred": "您已于%(day)s接受录取，该接受仍然有效。"
    "录取现改为%(intake)s，开始日期为%(first_day)s。",
    "lapsed": "回复限期已于%(at)s届满，不能再回复。",
    "superseded": "我们正在修订此录取，此版本不能再回复。新版本将以电邮寄给您。",
    "replaced": "此版本的录取已由较新的版本取代，请使用较后邮件内的链接。",
    "rescinded": "我们已撤回此录取，不能再回复。",
    "melted": "您已于%(day)s接受录取。其后您的申请已告结束，此录取不再有效。",
    "gone": "此录取已不再有效。",
    "ask": "如有疑问，请联系%(who)s：",
    "ask_back": "如有疑问，请回复附有此链接的邮件。",
    "tick": "请确认您已阅读通知书。", "choose": "请选择原因。",
    "long": "想告诉我们的话不可超过2,000个字符，请缩短。",
    "changed": "录取内容在您阅读期间有所更改。请重新阅读，然后回复。",
    "stuck": "未能记录您的回复，现况没有改变。我们须先处理一些事项，请与我们联系。",
    "unsaid": "目前无法回复此录取。",
}  # fmt: skip
PHRASES: dict[str, dict[str, str]] = {
    Language.ENGLISH: ENGLISH,
    Language.TRADITIONAL: TRADITIONAL,
    Language.SIMPLIFIED: SIMPLIFIED,
}
CONDITIONS: dict[str, dict[str, str]] = {
    Language.ENGLISH: {
        "degree": "Award of your degree", "english": "English requirement", "fee": "Acceptance fee",
        "visa": "Visa or work permit", "security": "Security clearance",
        "credentials": "Check of your credentials", "other": "Other condition",
    },
    Language.TRADITIONAL: {
        "degree": "取得學位", "english": "英語要求", "fee": "留位費", "visa": "簽證或工作許可",
        "security": "安全審查", "credentials": "學歷核實", "other": "其他條件",
    },
    Language.SIMPLIFIED: {
        "degree": "取得学位", "english": "英语要求", "fee": "留位费", "visa": "签证或工作许可",
        "security": "安全审查", "credentials": "学历核实", "other": "其他条件",
    },
}  # fmt: skip
# Who pays; in English as the office reads it.
SOURCES: dict[str, dict[str, str]] = {
    Language.TRADITIONAL: {
        "sponsor": "贊助機構", "university": "大學", "rgc": "研究資助局獎學金", "other": "其他",
    },
    Language.SIMPLIFIED: {
        "sponsor": "赞助机构", "university": "大学", "rgc": "研究资助局奖学金", "other": "其他",
    },
}  # fmt: skip
# {code of a reason: words}; what a candidate may give for a reason.
REASONS: dict[str, dict[str, str]] = {
    Language.ENGLISH: {
        "other-phd": "I accepted another place", "industry-job": "I accepted a job",
        "pay": "The amount is too low", "family": "Place or family", "topic": "Topic or supervisor",
        "timing": "I would rather start later", "no-reason": "I would rather not say",
    },
    Language.TRADITIONAL: {
        "other-phd": "已接受其他錄取", "industry-job": "已接受工作", "pay": "金額太低",
        "family": "地點或家庭", "topic": "題目或導師", "timing": "希望較遲開始",
        "no-reason": "不便說明",
    },
    Language.SIMPLIFIED: {
        "other-phd": "已接受其他录取", "industry-job": "已接受工作", "pay": "金额太低",
        "family": "地点或家庭", "topic": "题目或导师", "timing": "希望较迟开始",
        "no-reason": "不便说明",
    },
}  # fmt: skip


def answer_by(offer: Offer) -> str:
    """The moment on the wall clock of its zone, which is named."""
    return clock_in(offer.expires_on, offer.expires_time, offer.expires_zone, offer.language)


def first_day(offer: Offer) -> str:
    return day_in(offer.starts_on, offer.language)
