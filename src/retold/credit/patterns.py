"""Where in a line a name counts as credit: patterns over lines in which names are masked.

A masked line has one private character for each name (see `retold.credit.names`), so that a pattern says only what
stands around it. All parts are bounded: no line makes a pattern run long.
"""

from __future__ import annotations

import re

from retold.credit.names import ANY, FIRM, WEAK

__all__ = [
    "ABOUT",
    "AGENCY_NAME",
    "BESIDE_PLACE",
    "BY",
    "CODES",
    "CONTRIBUTED",
    "COPYRIGHT",
    "DATELINE",
    "DATELINE_BARE",
    "DATELINE_UNKNOWN",
    "DATE_WORD",
    "DESCRIBED",
    "IN_BRACKETS",
    "LABEL",
    "LABEL_UNKNOWN",
    "NAMED",
    "OWN_LINE",
    "PICTURE",
    "REPORTING",
    "REPUBLISHED",
    "REPUBLISHED_ANY",
    "REPUBLISHED_UNKNOWN",
    "TELLING",
    "TRAILING",
    "UNSPACED",
    "WITH",
    "WITH_UNKNOWN",
]

_AND = r"\s?(?:,|/|&|\+|-|–|\||\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\bi\b|\bи\b)\s?"
_THE = r"(?:[Tt]he |THE |[Ll]es |[Ll]a |[Ll]e |[Dd]er |[Dd]ie |[Dd]as |[Ee]l |[Ll]as |[Ll]['’])?"
_LIST = rf"{_THE}(?:[Aa]gence |[Aa]gentur |[Aa]gencia |[Aa]genzia )?{ANY}(?:\s?\({ANY}\))?(?:{_AND}{_THE}{ANY}){{0,5}}"
_DASH = r"(?:\.?\s?[-–—−]{1,3}|:)"
_SOON = r"\s*$|\s*[-–—−.:]|\s+[\"“„«'‘A-ZÀ-ÞА-Я0-9]"

# PARIS (AFP) -; LONDON, March 3 (Reuters/AP) —; (Xinhua) --; London, Feb 23 (PTI) The …
DATELINE = re.compile(
    rf"^(?P<place>(?:[^()!?;“”\"«»{FIRM}]|\([^(){FIRM}{WEAK}]{{1,30}}\)){{0,90}})"
    rf"(?:\(\s?{_LIST}[^()]{{0,16}}\)|/{_LIST}[.,]?[^/\n]{{0,40}}/)(?={_SOON})"
)
# AFP - The …; PARIS, AFP —; /PRNewswire/ --
DATELINE_BARE = re.compile(
    rf"^(?:(?P<place>[^()!?;“”\"«»{FIRM}]{{1,60}})[,/–—-]\s?)?/?{FIRM}(?:/{FIRM})*/?"
    rf"(?:\s?[-–—−]{{1,3}}\s?\S|(?<=[–—] {FIRM})\.\s)"
)
UNSPACED = re.compile(rf"^[【（(\[]?[^。.\n]{{0,15}}{FIRM}[^。.\n]{{0,20}}(?:电|電|讯|訊|】|）|\)|\]|=)")
# CITY, Month 3 (XYZ) —, for an agency that is not listed.
DATELINE_UNKNOWN = re.compile(
    r"^(?P<place>[A-ZÀ-Þ][^()!?;“”\"«»\n]{1,80}?)\s?"
    r"\((?P<name>[A-Z]{3,6}|[A-Z][A-Za-z]{2,14}(?: [A-Z][a-z]{2,14}){0,3})\)"
    r"(?P<dash>\s?\.?[-–—−]{1,3}\s)"
)
DATE_WORD = re.compile(
    r"\d|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)

_CODES = r"(?:[\s/-]{1,2}(?:[a-z]{2,4}|[A-Z]{2,4})){1,5}"
OWN_LINE = re.compile(
    rf"^(?:[a-z]{{2,4}}(?:/[a-z]{{2,4}}){{1,3}}\s)?[\s(\[–—\-*©/]*{_LIST}(?:{_CODES})?[\s)\].]*"
    rf"(?:\s\d{{3,8}} ?\w{{0,8}} ?\w{{0,4}} ?\d{{0,4}})?$"
)
CODES = re.compile(r"^(?P<name>[A-Z]{3,6})[ /][a-z]{2,3}(?:[-/ ][a-z]{2,3}){1,4}$")  # MPA la-nr/cm
COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|[Cc]opyright|COPYRIGHT)\s{{0,2}}(?:©|\([Cc]\))?\s{{0,2}}"
    rf"(?:\d{{4}}(?:\s?[-–]\s?\d{{4}})?)?,?\s{{0,2}}(?:by )?"
    rf"{_LIST}(?!\s?[/–-]\s?[A-ZÀ-Þ][a-zà-þ])"
)
LABEL = re.compile(
    r"(?:^|[|(•·–—]\s{0,3}|[.!?”\"]\s{1,3}(?:-\s)?)"
    r"(?:[A-Z][a-z]+ )?(?i:sources?|originals?|quellen?|fuentes?|fontes?|fonti|bron|źródło|"
    r"zdroj|kilde|källa|"
    r"lähde|kaynak|источник|джерело|agency|agence|agentur|agencia|agenzia|credits?|text|texte|texto|reports?|via|"
    rf"来源|來源|出典)\s?[:：]\s?-?\s?(?:[^:.!?]{{0,30}}[,(/|]\s?)?{_LIST}"
)
WITH = re.compile(
    r"(?:^|[(\[;|–—•]\s?|[.!?”\"]\s)(?i:with|avec|mit|con|com|met|med|z|с)\s"
    r"(?:(?i:additional|agency|some|from|by|of|and|inputs?|reporting|reports?|reportage|files?|materials?|contributions?|"
    r"information|informations|informationen|información|informações|informazioni|dépêches?|angaben|inhalten|texten|wires?|"
    r"the|les|la|l['’]|der|den|dem|des|von|vom|de|del|da|das|do|dell['’]|d['’]|van|het|services?|data|news|content|dank|aan)\s?){0,7}"
    rf"{_LIST}\s?(?:\)|\]|[.;,]|$)"
)
REPORTING = re.compile(
    r"(?:^|[(\[;|–—•]\s?|[.!?”\"]\s)(?i:additional|original|further|some)?\s?"
    r"(?i:reporting|writing|reported|written|compiled|text|words|story|report|report|produced|distributed|provided|supplied|"
    r"from|taken|courtesy|via|rédigé|erstellt|elaborado)\s(?i:by|from|of|par|von|por)?\s?"
    rf"[^;)\n.]{{0,60}}?{_LIST}\s?(?:\)|\]|[.;,]|$|\son\s\S|\s?-)"
)
CONTRIBUTED = re.compile(
    r"(?i:contribut(?:ed|ing) (?:\w+ )?to (?:this|the) (?:report|story|article|piece)|contributed reporting|"
    r"was used in (?:this|the) (?:report|story|article)|contribué à (?:cet|cette|ce) |zu diese[mr] \w+ beigetragen|"
    r"contribuyó a (?:este|esta) |contribuyeron a (?:este|esta) |hanno? contribuito a questo)"
)
_THIS = (
    r"(?i:(?:this|an? (?:earlier |longer |shorter )?version of this)\s(?:\w{1,12}\s)?"
    r"(?:article|story|report|piece|essay|post|column|commentary|content|news|text|dispatch|item|blog))"
)
_TOLD = (
    r"(?i:(?:was|is|has been|by [^.]{1,40}|comes|and is|had)?\s?(?:\w{1,12}ly |first |also )?"
    r"(?:re-?published|published|appeared|posted|produced|distributed|provided|issued|reprinted|reproduced|syndicated|"
    r"translated|auto-?generated|generated|taken|comes|written))"
)
_BY = r"(?i:\s(?:\w{1,12}\s){0,3}?(?:by|in|on|at|from|via)\s)"
REPUBLISHED = re.compile(
    rf"(?:{_THIS}[^.]{{0,80}}?{_TOLD}{_BY}(?:an? )?{_LIST}|(?:^|[.(]\s?)"
    rf"(?i:re-?published|reprinted|originally published|"
    rf"first published|read the (?:original|full) (?:article|story|report|piece)) ?(?i:with permission )?"
    rf"(?i:by|in|on|at|from|via|here)[: ]\s?{_LIST}|(?i:appeared first) (?i:on|in) {_LIST})"
)
_NAME = r"(?:The )?[A-Z][\w.&'’-]*[\w](?:\s(?:of the|of|the|and|&|for|in|[A-Z][\w.&'’-]*\w)){0,5}"
REPUBLISHED_UNKNOWN = re.compile(
    rf"(?:{_THIS}\s{_TOLD}{_BY}|(?:^|[.(]\s?)(?i:re-?published|reprinted|originally published|first published) "
    rf"(?i:with permission )?(?i:by|in|on|at|from) |(?i:this|the) "
    rf"(?i:article|post|story) .{{0,120}}?appeared first (?:on|in) )"
    rf"(?P<name>{_NAME})"
)
REPUBLISHED_ANY = re.compile(
    r"(?i:(?:cet article|ce texte|cette dépêche|cette information)[^.]{0,60}"
    r"(?:publiée?|parue?|diffusée?|rédigée?)[^.]{0,30}"
    r"(?:par|dans|sur|chez)|(?:dieser|diese|der|die) (?:artikel|text|beitrag|bericht|meldung)[^.]{0,60}"
    r"(?:erschien|erschienen|veröffentlicht|stammt|übernommen|erstellt)[^.]{0,30}(?:bei|in|auf|von|vom|aus|der|dem)?|"
    r"(?:este|esta|questo|questa) (?:artículo|texto|nota|noticia|información|artigo|notícia|articolo|testo)[^.]{0,60}"
    r"(?:publicad[oa]|apareció|difundid[oa]|pubblicat[oa]|elaborad[oa])[^.]{0,30}(?:por|en|em|pela|da|su|dall['’]))"
    rf"\s?[„“«\"]?{_LIST}"
)
# "… in August (AFP)." at the end of a sentence or a paragraph; only firm names.
IN_BRACKETS = re.compile(rf"\S \((?:[a-z]{{2,3}}/)?{FIRM}(?:(?:/|, ){FIRM}){{0,3}}(?:/[a-z]{{2,4}})?\)(?:[.!]|\s?$)")
# The report's last words, and then the name: "…, he said. AFP"; "… – AFP".
TRAILING = re.compile(
    rf"(?:(?:[.!?…][\"”»)]?\s{{1,3}}[-–—(*/]{{0,2}}\s?|\s[-–—]\s?|[-–—\ufffd]|\s/|\s[a-z]{{2,3}}/)[{FIRM}{WEAK}](?:/[{FIRM}{WEAK}])*"
    rf"(?:[/\s][a-z]{{2,3}}){{0,3}}[/).]{{0,2}}(?:\s{{1,6}}\([^()]{{5,60}}\))?"
    rf"|[\s-]\({ANY}(?:(?:/|,\s?){ANY}){{0,5}}\)[\s-]{{0,3}})$"  # jbh/jm (AFP, AP) -
)
BY = re.compile(
    r"^(?i:by|von|par|por|di|door|af|av|author|autor|auteur|posted by|published by|"
    r"written by|text|words|from|story by)\b:?\s"
)
# MPA, Brenholm; EFE / Bogotá; NEW YORK, DPA; Aldevik (MPA); PTI | Updated: Feb 23; Lorne Addaby, AP
BESIDE_PLACE = re.compile(
    rf"^(?:(?:[A-ZÀ-Þ][\w.'’-]*,?\s?){{1,4}}[,|/(–—-]\s?)?{_LIST}\)?(?:\s?[,|/•·–—-]\s?\S.{{0,70}})?$"
)
ABOUT = re.compile(
    r"(?i:^\W{0,3}(?:about (?:the )?(?:author|writer|agency|source)|"
    r"à propos de l['’]auteur|über (?:den|die) autor|sobre (?:el|la|o|a) autor))"
)
DESCRIBED = re.compile(
    rf"^{_LIST},?\s(?:\([^()]{{1,30}}\)\s)?(?:is|was|est|ist|es|è|é)\s(?:an?|the|une?|la|le|l['’]|eine?|die|una?|uma)\s?.{{0,80}}?"
    r"(?:news|press|wire|agence|agentur|agencia|agenzia|agência)"
)
# Agencies that are not listed but call themselves one.
AGENCY_NAME = (
    r"(?:[A-ZÀ-Þ][\w'’&-]+ ){1,4}(?:(?:Press|News|Wire|Information) (?:Agency|Service|Association|Trust)|"
    r"News ?[Ww]ire|Press[Ww]ire|"
    r"Wire Service|Presse-?Agentur|Nachrichtenagentur|Press Bureau)\b|"
    r"Agence (?:de [Pp]resse )?[A-ZÀ-Þ][\w'’-]+(?:[ -][A-ZÀ-Þ][\w'’-]+){0,3}"
    r"|Agencia (?:de [Nn]oticias )?[A-ZÀ-Þ][\w'’-]+"
)
NAMED = re.compile(AGENCY_NAME)
LABEL_UNKNOWN = re.compile(
    r"(?:^[\s(]{0,3}|[|•·]\s{0,3})(?:[A-Z][a-z]+ )?(?i:source|quelle|fuente|fonte|bron|"
    r"agency|agence|agentur|agencia|report|via)"
    r"\s?[:：]\s?"
    rf"(?P<name>{AGENCY_NAME}|(?:[A-Z][\w'’&-]+ ){{0,4}}"
    rf"(?:Times|Post|Herald|News|Press|Wire|Gazette|Tribune|Journal|Telegraph|Guardian)\b)"
)
WITH_UNKNOWN = re.compile(
    r"^[\s(]*(?i:with|avec|mit|con|com)\s(?:(?i:agency|inputs?|reporting|files?|materials?|contributions?|information(?:en)?|"
    r"información|informações|informazioni|from|by|of|the|l['’]agence|l['’]|der|von|vom|de|da|agentur)\s?){1,6}"
    rf"(?P<name>[A-Z]{{3,6}}\b|{AGENCY_NAME})"
)
# A paragraph of the report's middle without any of these holds no credit.
TELLING = re.compile(
    r"\(|ontribu|ublish|ublie|ublié|ublic|ubblic|ppear|parec|rschien|ffentlicht|stammt|paru|ffus|"
    r"fund|roduced|from a "
)
PICTURE = re.compile(
    r"(?i:\bphotos?\b|getty|\bimages?\b\s?:|picture|\bfotos?\b|\bbild\b|photograph|"
    r"\bvideo\b|\bgraphic\b|\bcartoon\b|\bphotographer\b)"
)
