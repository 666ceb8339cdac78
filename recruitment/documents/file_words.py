"""Why a file is not kept, and what to do, for the person who chose it.

Staff read it in the language of the site. People outside do in the one they are written to in,
whether or not the site speaks it.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from centre.web.refusal import Refused

# {language: {why, as types.py names it: sentence}}; "kept" and "unknown" stand for any other.
SENTENCES: dict[str, dict[str, str]] = {
    "zh-hant": {
        "kept": "可接受PDF、Word（DOCX）、PNG及JPEG檔案。",
        "unknown": "無法識別這種檔案。%(kept)s",
        "empty": "檔案沒有內容。",
        "large": "檔案大小為%(size)s MB，上限為%(most)s MB。",
        "cut": "檔案不完整或已損毀。請自行開啟，重新儲存，然後再試。",
        "two": "檔案同時是兩種檔案，不能接受。請重新儲存為PDF。",
        "bomb": "檔案解壓後遠大於任何文件，不能接受。",
        "macros": "檔案含有巨集或程式。請移除後儲存，或儲存為PDF。",
        "pixels": "圖片尺寸過大，請縮小。",
        "program": "這是程式，不是文件。%(kept)s",
        "page": "不接受網頁及SVG圖形。%(kept)s",
        "old_office": "這是舊版Office檔案（DOC、XLS、PPT）。請儲存為DOCX或PDF。",
        "office": "這是其他類型的Office檔案。%(kept)s請儲存為PDF。",
        "rtf": "不接受RTF。請儲存為DOCX或PDF。",
        "picture": "不接受這種圖片。%(kept)s",
        "archive": "不接受壓縮檔，請逐一加入檔案。%(kept)s",
        "misnamed": "檔名以.%(suffix)s結尾，但內容是%(kind)s。請先改正檔名。",
        "away": "文件庫暫時沒有回應，檔案未有保存。請稍後再試。",
    },
    "zh-hans": {
        "kept": "可接受PDF、Word（DOCX）、PNG和JPEG文件。",
        "unknown": "无法识别这种文件。%(kept)s",
        "empty": "文件没有内容。",
        "large": "文件大小为%(size)s MB，上限为%(most)s MB。",
        "cut": "文件不完整或已损坏。请自行打开，重新保存，然后再试。",
        "two": "文件同时是两种文件，不能接受。请重新保存为PDF。",
        "bomb": "文件解压后远大于任何文档，不能接受。",
        "macros": "文件含有宏或程序。请移除后保存，或保存为PDF。",
        "pixels": "图片尺寸过大，请缩小。",
        "program": "这是程序，不是文档。%(kept)s",
        "page": "不接受网页和SVG图形。%(kept)s",
        "old_office": "这是旧版Office文件（DOC、XLS、PPT）。请保存为DOCX或PDF。",
        "office": "这是其他类型的Office文件。%(kept)s请保存为PDF。",
        "rtf": "不接受RTF。请保存为DOCX或PDF。",
        "picture": "不接受这种图片。%(kept)s",
        "archive": "不接受压缩文件，请逐一添加文件。%(kept)s",
        "misnamed": "文件名以.%(suffix)s结尾，但内容是%(kind)s。请先改正文件名。",
        "away": "文档库暂时没有响应，文件未保存。请稍后再试。",
    },
}


class FileRefused(Refused):
    """A file that is not kept: `why`, as types.py names it, and what that names."""

    def __init__(self, why: str, **named):
        self.why, self.named = why, named
        super().__init__(_filled(_sentences(), why, named))

    def said(self, language: str) -> str:
        """To somebody outside who is written to in `language`."""
        return _filled(SENTENCES.get(language) or _sentences(), self.why, self.named)


def _filled(sentences: dict[str, str], why: str, named: dict) -> str:
    values = {**named, "kept": sentences["kept"], "most": _megabytes(settings.MOST_FILE)}
    if "size" in named:
        values["size"] = _megabytes(named["size"])
    return sentences.get(why, sentences["unknown"]) % values


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f}".removesuffix(".0")


def _sentences() -> dict[str, str]:
    return {
        "kept": _("PDF, Word (DOCX), PNG and JPEG are kept."),
        "unknown": _("This kind of file is not recognised. %(kept)s"),
        "empty": _("The file is empty."),
        "large": _("The file is %(size)s MB. The limit is %(most)s MB."),
        "cut": _("The file is cut off or damaged. Open it yourself, save it again and try again."),
        "two": _("The file is two kinds of file in one, so it is refused. Save it anew as PDF."),
        "bomb": _("The file unpacks to more than any document holds, so it is refused."),
        "macros": _("The file holds macros or programs. Save it without them, or as PDF."),
        "pixels": _("The picture is larger than any screen or paper. Make it smaller."),
        "program": _("This is a program, not a document. %(kept)s"),
        "page": _("Web pages and SVG drawings are refused. %(kept)s"),
        "old_office": _("This is an old Office file (DOC, XLS, PPT). Save it as DOCX or PDF."),
        "office": _("This is an Office file of another kind. %(kept)s Save it as PDF."),
        "rtf": _("RTF is refused. Save it as DOCX or PDF."),
        "picture": _("Pictures of this kind are refused. %(kept)s"),
        "archive": _("Archives are refused: add the files one by one. %(kept)s"),
        "misnamed": _("Its name ends in .%(suffix)s, but it is a %(kind)s. Name it rightly first."),
        "away": _("The store of documents does not answer, so nothing was kept. Try again later."),
    }
