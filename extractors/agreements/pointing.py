"""Bodies that a sentence names by their kind alone: «الجامعة», «این شرکت», «دانشگاه»."""

import re
from collections.abc import Iterator

from extractors.agreements.sentences import Placed, Sentence
from extractors.organisations.gazetteer import heads

_THIS = ("این", "آن", "همین")


def pointed(sentence: Sentence) -> Iterator[Placed]:
    """What words point back to; of «این شرکت» beside the one that acts it is the one named in the sentence before."""
    for mention, span in sentence.pointing:
        first, last = sentence.range_of(span)
        if not last:
            continue
        beside = any(
            one.last <= first and one.mention.value["name"] == mention.value["name"] for one in sentence.of("ORG")
        )
        if beside and sentence.language == "fa" and sentence.exacts[first] in _THIS:
            mention = sentence.headed_close(sentence.exacts[last - 1]) or mention
        yield Placed(mention, first, last)


def headed(sentence: Sentence) -> Iterator[Placed]:
    """«دانشگاه», «شهرداری» alone, «وزارته» of who speaks: the one body of that kind that the text named before."""
    if sentence.language != "fa":
        yield from _his(sentence)
        return
    taken = {at for one in sentence.of("ORG", "PLACE", "PERSON") for at in range(one.first, one.last)}
    for at, exact in enumerate(sentence.exacts):
        if at in taken or exact not in heads("fa") or not _is_alone(sentence, at):
            continue
        named = sentence.headed_before(exact, sentence.place(at, at + 1).start)
        if named is not None:
            yield Placed(named, at, at + 1)


def _his(sentence: Sentence) -> Iterator[Placed]:
    """«إن وزارته وقعت …», «شركتنا»."""
    for at, exact in enumerate(sentence.exacts):
        head = next((exact.removesuffix(end) + "ه" for end in _HIS if exact.endswith(end)), "")
        if head in heads("ar"):
            named = sentence.headed_before(head, sentence.place(at, at + 1).start)
            if named is not None:
                yield Placed(named, at, at + 1)


_HIS = ("ته", "تها", "تنا")


def _is_alone(sentence: Sentence, at: int) -> bool:
    """Whether a word for a kind of body has nothing of a name behind it."""
    after = at + 1
    if at and sentence.has(at - 1, "general", "pair", "this"):
        return False
    if after >= len(sentence.words) or sentence.is_parted(after):
        return True
    if any(one.first == after for one in sentence.of("DATE")):
        return True
    return sentence.has(after, "stop", "with", "done", "to_do", "is", "and") and not sentence.has(after, "in")


def is_of_another(sentence: Sentence, at: int) -> bool:
    """Whether the last word of an office has a pronoun, so that it is of somebody named elsewhere («وزير خارجيته»)."""
    return bool(_OF_HIS.search(sentence.exacts[at])) if sentence.language == "ar" else False


_OF_HIS = re.compile("ت(?:ه|ها|هم|هما)$")
