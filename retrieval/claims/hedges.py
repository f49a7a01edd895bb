"""What a member wraps a statement in without saying anything: fillers, hedges, laughter."""

from __future__ import annotations

import re

_THAT = r"\b(?:\s+that\b)?[\s,:.;-]*"
_RIGHT = r"(?: correctly| right(?:ly)?| well)?"
# What leads into a claim without being part of it.
_LEAD = re.compile(
    r"(?:(?:and|but|so|also|plus|well|ok|okay|yeah|yes|yep|no(?=[,:.-])|man(?=,)|wait|like|now|"
    r"honestly|basically|actually|apparently|obviously|literally|meanwhile|still|anyway|hmm+|um+|"
    r"uh+|hey|guys|folks|bro|dude|(?:ha)+h?|lo+l|lmao|rofl|omg|wow|tbh|iirc|afaik|idk|fyi|psa|btw|"
    r"fun fact|fact|in fact|reportedly|supposedly|of course|i mean|think about it|breaking|"
    r"at the same time|on the other hand|on the flip side|another thing|one thing's for sure|"
    r"for sure|guess what|mind you|"
    r"(?:the (?:thing|fact|truth)|the fact of the matter|my understanding|word) is|"
    r"(?:it )?turns out|rumou?r has it|note(?= that)|don'?t forget|keep in mind|"
    r"(?:just |please )?correct me if i'?m (?:wrong|mistaken)|(?:if i'?m not|unless i'?m) "
    rf"(?:wrong|mistaken)|(?:if|as far as) i (?:remember|recall|know|understand|can tell){_RIGHT}|"
    r"from what i(?:'ve| have)? (?:know|read|heard|seen|remember|understand)|"
    r"(?:i|we)(?:'ve| have)? (?:just |also )?(?:heard|read|saw|seen|learned|learnt|understand|"
    r"remember|recall)|"
    r"(?:is it|it is|it'?s|isn'?t it|is it not) (?:true|a fact|known|the case|correct|right)|"
    r"(?:they|people|everyone|some) says?|(?:you|everyone|everybody|we all) knows?|did you know|"
    rf"you'?re (?:telling me|saying)|remember(?: when)?){_THAT})+",
    re.IGNORECASE,
)
_SURE = r"(?:sure|certain|confident|positive|convinced)"
_DEGREE = r"(?:(?:pretty|fairly|quite|almost|very|really|absolutely|like|\d+ ?%) )"
# A view of what follows: no more than a hedge where a statement follows that can be checked.
_VIEW = re.compile(
    rf"(?:(?:(?:i ?'?a?m|we ?'?a?re) {_DEGREE}*|{_DEGREE}+){_SURE}|"
    r"i (?:(?:do|really|still|just|kinda|honestly) )*(?:think|thought|believed?|guess|suppose|"
    r"assumed?|reckon|suspect|gather)|"
    rf"imo|imho|in my (?:\w+ )?(?:opinion|view|book)|if you ask me|to my knowledge){_THAT}",
    re.IGNORECASE,
)
_LAUGHTER = r"lo+l|lmao|rofl|(?:ha)+h?|omg|smh|tbh|iirc|afaik|btw|fyi|fwiw|ngl"
_TAIL = re.compile(
    rf"(?:[\s,.;:–-]*(?:\b(?:{_LAUGHTER}|as far as i know|(?:if|as far as) i (?:remember|recall)"
    rf"{_RIGHT}|if i'?m not (?:wrong|mistaken)|you know|tho|though|bro|dude|for sure|apparently)"
    r"|:[()DPp]|;\)))+[\s.!,]*$",
    re.IGNORECASE,
)
_VIEW_BEHIND = re.compile(
    r"[\s,.;:–-]*\b(?:imo|imho|in my (?:\w+ )?(?:opinion|view)|if you ask me|"
    r"i (?:think|believe|guess|suppose)|i'?m (?:pretty |fairly |quite )?sure)[\s.!,]*$",
    re.IGNORECASE,
)


# Who asks so puts a claim before others.
ASKS_WHETHER = re.compile(
    r"(?:is it|isn'?t it|is it not) (?:true|a fact|known|the case|correct|right)\b|did you know\b",
    re.IGNORECASE,
)


def without_filler(text: str) -> str:
    """Return `text` without what leads into it and trails behind it and claims nothing."""
    return _TAIL.sub("", _LEAD.sub("", text, count=1) if _LEAD.match(text) else text)


def without_view(text: str) -> str:
    """Return `text` without "I think" and its like in front and behind; as it is without them."""
    bare = _VIEW_BEHIND.sub("", text)
    found = _VIEW.match(bare)
    return without_filler(bare[found.end() :]) if found else bare
