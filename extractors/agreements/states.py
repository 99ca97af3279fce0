"""Which state a clause gives its agreement, and how it says so."""

from extractors.agreements.becoming import became
from extractors.agreements.changes import changed_of, is_away
from extractors.agreements.deeds import is_agreed, is_deed, verb_of
from extractors.agreements.denials import disclaimed
from extractors.agreements.outcomes import came_of, is_of_tool, is_taken, reaches, resulted, sought
from extractors.agreements.readings import Clause, Said, is_definite
from extractors.agreements.sentences import Sentence
from extractors.agreements.series import series

_TO, _ON_AR = "به", "علی"
_TENSE = 4
"""Words after a noun of signing among which its verb stands («به امضا خواهد رسید»)."""
_NOUN_REACH, _PARTICIPLE_REACH = 5, 4
_VERB_REACH = 45
"""Words between an Arabic verb of signing and its object, the names of those who sign among them."""
_ABOUT = 9
_BEHIND = 40
"""Words between an agreement and the verb that signs it some day."""
_NEXT = 3
"""Words between an Arabic agreement and «الذي», and between that and its verb."""
_DRAFTED, _TALKED = 14, 6
"""Words between talks and an agreement that they are about; and one that there is («شرح مواد الاتفاق النووي»)."""


def state_of(clause: Clause) -> Said | None:
    """The state by the nearest cue; None where the clause gives none."""
    if denied := disclaimed(clause):
        return denied
    if clause.language == "ar" and is_deed(clause):
        return _done(clause)
    return _persian(clause) if clause.language == "fa" else _arabic(clause)


def _done(clause: Clause) -> Said:
    """By the verb that stands in for a word for the agreement («اتفقت … على», «ستوقع … مع»)."""
    sentence, words = clause.sentence, (clause.at, clause.after)
    if sentence.cued(max(clause.first, clause.at - 3), clause.at, "denied"):
        return Said("", "denied", words, signs=True)
    if sentence.has(clause.at, "sign_later"):
        return Said("planned", "planned", words, signs=True)
    ahead = sentence.cued(max(clause.first, clause.at - 2), clause.at, "planned", "conditional")
    return Said("planned" if ahead else "signed", "planned" if ahead else "asserted", words, signs=True)


def _persian(clause: Clause) -> Said | None:
    if is_agreed(clause):
        return _agreed(clause)
    if talks := came_of(clause) or _talked_over(clause):
        return talks
    changed = changed_of(clause)
    noun = clause.nearest_before(_NOUN_REACH, "sign")
    if noun >= 0 and (is_away(clause, noun + 1, clause.at) or is_of_tool(clause, noun)):
        noun = -1
    after = clause.nearest_after(60, "sign", "sign_verb")
    signed = clause.nearest_after(_PARTICIPLE_REACH, "signed")
    if changed and (after < 0 or changed.words[0] < after):
        return changed
    if after >= 0 and (noun < 0 or after - clause.after < 12):
        said = _tensed(clause, after)
        if said:
            return said
    if signed >= 0:
        return Said("signed", "asserted", (signed, clause.sentence.ends(signed)), signs=True)
    if noun >= 0:
        return _permitted(clause, noun) or _nominal(clause, noun)
    had = clause.nearest_after(_HAD, "had")  # «تفاهم‌نامه‌هایی که با … داشته‌ایم»
    if had >= 0:
        return Said("signed", "asserted", (clause.at, had + 1), signs=True)
    return _unsigned(clause)


def _permitted(clause: Clause, noun: int) -> Said | None:
    """«با انعقاد قرارداد … موافقت کرد», «اجازه داد نسبت به امضای …»: a signing that somebody allows."""
    sentence = clause.sentence
    end = min(len(sentence.words), clause.last + 2)
    for at in sentence.cued(max(0, noun - _PERMIT), end, "permits"):
        if at < noun or at >= clause.after:
            return Said("under_review", "planned", (min(at, noun), max(sentence.ends(at), clause.after)))
    return None


_TALKS = 12
"""Words between talks and the signing that they are for, the names of those who talk among them."""
_BOUND = 6
"""Words between commitments and the agreement that they are of."""
_HAD = 30
"""Words between agreements and «داشته‌ایم», the names of those with whom they are among them."""
_PERMIT = 8
"""Words between a permission and the signing that it is for."""


def _agreed(clause: Clause) -> Said:
    """By the rest of a verb («توافق کردند», «به توافق برسند»)."""
    verb, sentence = verb_of(clause), clause.sentence
    words = (clause.at, verb + 1)
    if sentence.has(verb, "to_do") or sentence.cued(clause.first, clause.at, "planned", "conditional"):
        return Said("planned", _wished(clause), words, signs=True)
    return Said("signed", "asserted", words, signs=True)


def _tensed(clause: Clause, at: int) -> Said | None:
    """By the verb that ends the clause («منعقد شد», «به امضا می‌رسد»)."""
    sentence = clause.sentence
    by = sentence.exacts[at - 1] == _TO and sentence.exacts[at].endswith("ی")  # «به امضای … رسید»
    end = min(clause.last + 2, len(sentence.words) if by else at + _TENSE, len(sentence.words))
    verbs = sentence.cued(at, end, "done", "to_do", "not_done")
    if sentence.has(at, "sign_verb") and not verbs:
        return Said("signed", "asserted", (at, at + 1), signs=True)
    if not verbs:
        return None
    verb = verbs[0]
    words = (at, verb + 1)
    if sentence.has(at, "sign_verb") and verb > sentence.ends(at):  # «… که با او بست | عمل نکرده»
        return Said("signed", "asserted", (at, sentence.ends(at)), signs=True)
    if sentence.has(verb, "not_done"):
        yet = sentence.cued(clause.first, at, "still")  # «هنوز … امضا نشده است»
        return Said("planned", "planned", words, signs=True) if yet else Said("", "denied", words, signs=True)
    if sentence.has(verb, "to_do"):
        return Said("planned", _wished(clause), words, signs=True)
    if sentence.cued(clause.first, clause.at, "planned") and "قرار" in sentence.exacts[clause.first : clause.at]:
        return Said("planned", "planned", words, signs=True)
    return Said("signed", "asserted", words, signs=True)


def _wished(clause: Clause) -> str:
    return "conditional" if clause.sentence.cued(clause.first, clause.at, "conditional") else "planned"


def _nominal(clause: Clause, noun: int) -> Said:
    """«امضای تفاهم‌نامه»: signed, unless what stands before looks ahead («برای امضای», «زمینه انعقاد»)."""
    sentence = clause.sentence
    words = (noun, clause.after)
    before = sentence.cued(max(clause.first, noun - 6), noun + 1, "planned", "under_review", "conditional")
    talks = sentence.cued(max(clause.first, noun - _TALKS), noun, "under_review")
    before = before or [at for at in talks if sentence.has(noun - 1, "for_length")]  # «مذاکره با … برای عقد»
    behind = sentence.cued(clause.after, min(clause.last, clause.after + 25), "planned")
    if sentence.exacts[max(0, noun - 2) : noun] in _ONLY_BY:
        return Said("planned", "conditional", words, signs=True)
    if sentence.cued(max(clause.first, noun - 3), noun, "not_done", "denied") or sentence.cued(
        clause.after, min(clause.last, clause.after + 8), "denied"
    ):
        return Said("", "denied", words, signs=True)
    for at in before or behind:
        state = "under_review" if sentence.has(at, "under_review") else "planned"
        return Said(state, "conditional" if sentence.has(at, "conditional") else "planned", words, signs=True)
    return Said("signed", "asserted", words, signs=True)


_ONLY_BY = (["تنها", "با"], ["فقط", "با"])
"""What makes a signing the condition of something («تنها با امضای قرارداد … تأمین خواهد شد»)."""


def _unsigned(clause: Clause) -> Said | None:
    sentence = clause.sentence
    owned = sentence.cued(clause.after, clause.after + _NEXT, "has") or _had_by(clause)
    if owned:  # «دانشگاه اصفهان با … تفاهم‌نامه دارد»
        return Said("in_force", "asserted", (clause.at, owned[0] + 1))
    near = sentence.cued(max(clause.first, clause.at - 4), clause.at, "in_force", "under_review", "planned")
    if bound := sentence.cued(max(clause.first, clause.at - _BOUND), clause.at, "commitments"):
        return Said("signed", "reported", (bound[-1], clause.after))  # «به تعهدات خود در قالب توافق … عمل نکردند»
    if near:
        at = near[-1]
        state = next(cue for cue in ("under_review", "planned", "in_force") if sentence.has(at, cue))
        return Said(state, "asserted" if state == "in_force" else "planned", (at, clause.after))
    later = sentence.cued(clause.after, clause.last, "under_review", "planned", "in_force")
    for at in later:
        state = next(cue for cue in ("under_review", "planned", "in_force") if sentence.has(at, cue))
        if state != "in_force" or (sentence.has(at, "in_force") and at + 3 >= clause.last):
            return Said(state, "asserted" if state == "in_force" else "planned", (clause.at, sentence.ends(at)))
    return None


def _had_by(clause: Clause) -> list[int]:
    """«دارد» that ends a clause with «با» before its agreement («با … موافقت‌نامه‌ای برای احیای تالاب دارد»)."""
    sentence = clause.sentence
    verbs = sentence.cued(clause.after, clause.last, "done", "to_do", "not_done", "is", "say")
    whose = sentence.cued(clause.first, clause.at, "with") and not is_definite(clause)
    return verbs if whose and len(verbs) == 1 and sentence.has(verbs[0], "has") else []


def _talked_over(clause: Clause) -> Said | None:
    """A Persian agreement that bodies negotiate about («مذاکره با … بر سر قرارداد … ادامه دارد»)."""
    sentence = clause.sentence
    over = sentence.cued(max(clause.first, clause.at - _TO_AGREE), clause.at, "over", "talks_for")
    if not over or is_definite(clause):
        return None
    talks = sentence.cued(clause.first, clause.at, "talks_for")
    going = sentence.cued(clause.after, min(len(sentence.words), clause.after + _GOES_ON), "goes_on")
    if not (talks and (going or sentence.ends(talks[-1]) == clause.at)) and not _is_talking(clause):
        return None
    return Said("planned", "planned", (over[-1], clause.after))


def _is_talking(clause: Clause) -> bool:
    """Whether the verb behind is one of negotiating («بر سر قرارداد … گفتگو می‌کند»)."""
    sentence = clause.sentence
    return any(
        sentence.cued(at, at + 2, "goes_on", "to_do")
        for at in sentence.cued(clause.after, min(len(sentence.words), clause.after + _GOES_ON), "talks_for", "goes_on")
        if sentence.has(at, "talks_for") or sentence.ends(at) - at > 1
    )


_TO_AGREE, _GOES_ON = 4, 16
"""Words between what talks are about and the agreement, and between that and their verb."""


def _arabic(clause: Clause) -> Said | None:
    sentence = clause.sentence
    if (turned := became(clause)) and turned.state in ("upgraded", "downgraded"):
        return turned
    if told := _relative(clause) or _reached_only(clause) or resulted(clause):
        return told
    reach = _TALKED if is_definite(clause) else _DRAFTED
    talks = sentence.cued(max(clause.first, clause.at - reach), clause.at, "under_review")
    drafted = [at for at in talks if not sentence.has(at, "draft") or sentence.ends(at) == clause.at]
    participle = clause.nearest_after(_PARTICIPLE_REACH + 12, "signed")
    if drafted and not (participle >= 0 and participle - clause.after <= _PARTICIPLE_REACH):
        if awaited := _awaited(clause):
            return awaited
        planned = sentence.cued(max(clause.first, clause.at - 14), clause.at, "planned")
        state = "planned" if planned else "under_review"
        return Said(state, "planned", (drafted[0], clause.after))
    changed = changed_of(clause)
    verb = clause.nearest_before(_VERB_REACH, "sign_verb", "sign_later", "sign_now", "sign", *reaches(clause))
    if changed and (verb < 0 or changed.words[0] >= verb):
        return changed
    if verb >= 0 and not is_taken(clause, verb) and not _is_of_law(sentence, verb):
        return _signing(clause, verb)
    if participle >= 0:
        return Said("signed", "asserted", (clause.at, participle + 1), signs=True)
    return _awaited(clause) or _behind(clause) or sought(clause) or _arabic_unsigned(clause)


def _behind(clause: Clause) -> Said | None:
    """A signing that an Arabic clause tells behind the agreement («عقدين تم إبرامهما مع …»)."""
    sentence = clause.sentence
    done = clause.nearest_after(_PARTICIPLE_REACH, "reached")  # «عقدين تم إبرامهما مع …»
    if done >= 0:
        return Said("signed", "asserted", (clause.at, sentence.ends(done)), signs=True)
    verb = clause.nearest_after(6, "sign_verb", "sign_now", "sign_later")
    verb = verb if verb >= 0 else clause.nearest_after(_BEHIND // 2, "sign_later")
    return _signing(clause, verb) if verb >= 0 else None


def _reached_only(clause: Clause) -> Said | None:
    """An agreement that is there and not signed («توصلت إلى اتفاق …، لكنه لم يوقع بعد», «عقد … لم يوقع بعد»)."""
    sentence = clause.sentence
    for at in sentence.cued(clause.after, clause.last, "denied"):
        if sentence.has(at + 1, "sign_now") and _is_not_yet(clause, at + 1):
            examined = sentence.cued(max(clause.first, clause.at - _DRAFTED), clause.last, "under_review")
            return Said("under_review" if examined else "planned", "planned", (clause.at, at + 2), signs=True)
    return None


def _awaited(clause: Clause) -> Said | None:
    """A signing looked forward to behind the agreement: «مذكرة تفاهم … ينتظر أن توقع», «… من المقرر توقيعها»."""
    sentence = clause.sentence
    for at in sentence.cued(clause.after, min(clause.last, clause.after + _OBJECT_REACH), "sign_now", "sign"):
        if sentence.cued(max(clause.after, at - _NEXT), at, "planned"):
            return Said("planned", "planned", (clause.at, at + 1), signs=True)
    return None


_OBJECT_REACH = 40
"""Words between an agreement with its parties and what is said of its signing."""


def _relative(clause: Clause) -> Said | None:
    """«الاتفاق النووي الذي أبرم», «الذي تم التوصل إليه»: what is said of the agreement itself counts first."""
    sentence = clause.sentence
    for at in sentence.cued(clause.after, min(clause.last, clause.after + _NEXT), "which"):
        verbs = sentence.cued(at + 1, min(len(sentence.words), at + 1 + _NEXT), "sign_verb", "reaches", "reached")
        if verbs and not sentence.cued(at + 1, verbs[0], "denied", "planned"):
            return Said("signed", "asserted", (clause.at, verbs[0] + 1), signs=True)
    return None


def _is_of_law(sentence: Sentence, verb: int) -> bool:
    """Whether it is a law that somebody signed («قانون وقعه الرئيس», which is no agreement)."""
    return verb > 0 and sentence.exacts[verb][-1] in _IT and sentence.exacts[verb - 1].endswith(_LAWS)


_IT, _LAWS = "ها", ("قانون", "قانونا", "مرسوم", "مرسوما", "قرار", "قرارا", "تشریع")


def _signing(clause: Clause, verb: int) -> Said:
    sentence = clause.sentence
    words = (min(verb, clause.at), max(verb + 1, clause.after))
    if sentence.cued(max(clause.first, verb - 3), verb, "denied"):
        yet = _is_not_yet(clause, verb)
        return Said("planned", "planned", words, signs=True) if yet else Said("", "denied", words, signs=True)
    ahead = sentence.cued(max(clause.first, verb - _ABOUT), verb + 1, "planned", "under_review", "conditional")
    if sentence.has(verb, "sign_later"):
        return Said("planned", "planned", words, signs=True)
    if sentence.has(verb, "sign") and _is_approved(clause, verb):
        return Said("under_review", "planned", words, signs=True)  # «وافق المجلس على توقيع مذكرة تفاهم»
    if sentence.has(verb, "sign_verb") or (sentence.has(verb, "reaches", "wins") and not ahead):
        return Said("signed", "asserted", words, signs=True)
    if sentence.has(verb, "sign_now"):
        now = clause.headline and not ahead
        return Said("signed" if now else "planned", "asserted" if now else "planned", words, signs=True)
    if ahead:
        conditional = sentence.has(ahead[-1], "conditional")
        return Said("planned", "conditional" if conditional else "planned", words, signs=True)
    return Said("signed", "asserted", words, signs=True)


def _is_approved(clause: Clause, noun: int) -> bool:
    """Whether an Arabic signing is what somebody approves («وافق المجلس على | توقيع»)."""
    approved = clause.sentence.cued(max(clause.first, noun - _ABOUT), noun, "approved")
    return bool(approved) and clause.sentence.exacts[noun - 1] == _ON_AR


def _is_not_yet(clause: Clause, verb: int) -> bool:
    """Whether what was not signed may be some day («لم توقع حتى الآن», «لم يوقع الاتفاق بعد»)."""
    sentence = clause.sentence
    for at in sentence.cued(verb + 1, min(len(sentence.words), clause.last + 1), "not_yet"):
        end = sentence.ends(at)
        if end - at > 1 or end == len(sentence.words) or sentence.is_parted(end) or sentence.exacts[end][0] == "و":
            return True
    return False


def _at_whom(clause: Clause) -> int:
    """The word by which a body has an agreement («لدى المحافظة اتفاقا مع …»); -1 where nobody has it so."""
    at = clause.nearest_before(_ABOUT, "at_whom")
    owners = series(clause.sentence, clause.bodies, at + 1, clause.at, 0) if at >= 0 else []
    return at if owners and clause.at - owners[-1].last <= 1 else -1


def _arabic_unsigned(clause: Clause) -> Said | None:
    sentence = clause.sentence
    bound = clause.nearest_before(_ABOUT, "binds")
    bound = bound if bound >= 0 else _at_whom(clause)
    if bound >= 0:  # «ترتبط الجامعة حاليا بأكثر من 30 مذكرة»
        return Said("in_force", "asserted", (bound, clause.after))
    for at in reversed(sentence.cued(max(clause.first, clause.at - 5), clause.at, "approved", "in_force", "planned")):
        words = (at, clause.after)
        if sentence.has(at, "approved"):  # «صادق المجلس على اتفاقية شراكة مع …»: of what was signed its word tells
            drafted = not is_definite(clause) and not sentence.of("DATE")
            return Said("under_review" if drafted else "signed", "planned" if drafted else "asserted", words)
        state = "in_force" if sentence.has(at, "in_force") else "planned"
        return Said(state, "asserted" if state == "in_force" else "planned", words)
    if clause.nearest_after(_PARTICIPLE_REACH + 2, "binds") >= 0 and clause.nearest_after(_NEXT, "which") >= 0:
        return Said("in_force", "asserted", (clause.at, clause.after))  # «العقد الذي يربط … بشركة …»
    after = clause.nearest_after(25, "in_force")
    if after >= 0 and not sentence.cued(clause.after, after, "done"):
        return Said("in_force", "asserted", (clause.at, after + 1))
    return None
