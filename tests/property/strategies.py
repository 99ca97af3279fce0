"""Texts as Hypothesis draws them: any Unicode, and Persian and Arabic that real pages hold."""

from hypothesis import strategies as st

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
_LETTERS = "ابپتثجچحخدذرزژسشصضطظعغفقکكگلمنوهیيىةأإآؤئء"
_MARKS = "\N{ARABIC FATHA}\N{ARABIC SHADDA}\N{ARABIC TATWEEL}\N{ARABIC HAMZA ABOVE}\N{ZERO WIDTH JOINER}" + ZWNJ
_ODD = "\N{RIGHT-TO-LEFT MARK}\N{LEFT-TO-RIGHT OVERRIDE}\N{ZERO WIDTH SPACE}\N{ARABIC LETTER AIN ISOLATED FORM}"
_WORDS = [
    "سازمان",
    "هاي",
    "تفاهمنامهها",
    "تفاهم",
    "نامه",
    "درفرمانداری",
    "والامانة",
    "۱۴",
    "آذر",
    "۱۴۰۴",
    "حدود",
    "١٧٠",
    "نفر",
    "وزارت",
    "علوم",
    "و",
    "از۲۷",
    "لمدة",
    "يومين",
    "۵٪",
    "میلیون",
    "تومان",
    "،",
    "\n",
    "(",
    "»",
]

any_text = st.text(st.characters(), max_size=200)
script_text = st.text(st.sampled_from(_LETTERS + _MARKS + _ODD + " \n.،0123۴۵۶٧٨٩٪/:-"), max_size=120)
sentences = st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)
texts = st.one_of(any_text, script_text, sentences)
