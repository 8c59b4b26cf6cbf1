"""What a line says about itself: share bars, menus, time stamps, captions, credits, notes to the reader."""

from __future__ import annotations

import re

from retold.read.wordlist import phrases, word_set

__all__ = ["at_edge", "caption", "credit", "ends_article", "label", "menu", "page_line", "stamp"]

# A line that begins like this (small letters) belongs to the page wherever it stands alone.
_ANYWHERE = """
read more|read also|also read|read next|see also|related:|related articles|related posts
related stories|related news|related coverage|related topics|related content|related links
related internet links|more on this|more from|you may also|you might also|you may like|most read
most popular|most viewed|trending now|trending:|trending stories|sign up|sign up for|follow us on
share this|share on|share via|share:|click here|click to|tap here|advertisement|advertorial
sponsored:|sponsored content|promoted:|loading...|leave a reply|leave a comment|add comment
add a comment|post a comment|your email address will not|your e-mail address will not
your e-mail will not|comments are closed|comments (|0 comments|view comments|show comments
all rights reserved|copyright 1|copyright 2|copyright ©|copyright (c)|© |©1|©2|(c) 1|(c) 2|tags:
filed under|print this|email this|e-mail this|skip to|back to top|you are here|powered by
we use cookies|this site uses cookies|this website uses cookies|cookies help us|by continuing to
report a problem with|report an error|found a mistake|corrections:|tell us in the comments
join us on|like us on|like this:|watch live|scroll to continue|story continues below
article continues|continue reading|this story has not been|(this story has not been
about the author:|about the writer:|this is a developing story|a version of this article|rate this
text size|font size|view this email|was this forwarded|unsubscribe|subscribe now|subscribe to our
subscribe for|subscribe from|subscribe today|subscribe:|download our app|download the app
click on the|posted in |this article was originally|this article first appeared
this story was originally|get the latest|don't miss|related|share|tweet|advertising
what to read next|recommended|listen to this article|lire aussi|à lire aussi|a lire aussi
lire également|voir aussi|à voir aussi|sur le même sujet|sur le meme sujet|abonnez-vous|je m'abonne
inscrivez-vous|s'abonner|partager|partagez|publicité|réagir à cet article|tous droits réservés
suivez-nous|signaler une erreur|cet article vous|newsletter|lesen sie auch|lesen sie mehr
lesen sie hier|mehr zum thema|mehr dazu|auch interessant|das könnte sie auch|das könnte sie
weitere meldungen|weitere artikel|anzeige|artikel drucken|artikel empfehlen|artikel versenden
artikel teilen|artikel vorlesen|artikel merken|teilen|kommentare (|zur startseite|jetzt abonnieren
alle rechte vorbehalten|leserbrief schreiben|folgen sie uns|zum newsletter|lea también|lee también
lea además|lee además|leer más|más noticias|te puede interesar|le puede interesar|también te puede
suscríbete|suscríbase|suscribite|comparte|compartir|publicidad|ver comentarios|archivado en
todos los derechos|síguenos|regístrate|noticias relacionadas|leggi anche|leggi tutto|condividi
pubblicità|iscriviti|abbonati|riproduzione riservata|tutti i diritti|ti potrebbe interessare
leia também|leia mais|veja também|saiba mais|compartilhe|publicidade|assine|inscreva-se
todos os direitos|siga-nos|lees ook|lees meer|lees verder|deel dit|advertentie|abonneer
schrijf je in|bekijk ook|meld je aan|читайте также|читать также|смотрите также|подписывайтесь
подпишитесь|поделиться|реклама|комментарии|все права|подробнее:|фото:|читайте також|дивіться також
підписуйтесь|підпишіться|поділитися|czytaj też|czytaj także|czytaj więcej|zobacz też|zobacz także
udostępnij|reklama|zapisz się|wszelkie prawa|čtěte také|čtěte více|přečtěte si|sdílet|läs också
läs även|läs mer|les også|læs også|dela artikeln|annons|prenumerera|lue myös|lue lisää|lestu líka
lesa meira|auglýsing|olvasson tovább|hirdetés|citește și|bunu da oku|ayrıca bakınız|関連記事|続きを読む|シェア
広告|相关阅读|相关新闻|延伸阅读|責任編輯|责任编辑|分享到|اقرأ أيضا|اقرأ أيضاً|شارك
"""

# A short line that begins like this belongs to the page before the first and after the last sentence
# of the report.
_AT_EDGE = """
got a story|got a tip|have a tip|have a story|do you have a story|do you have a tip|send your
send us|email us|email the|e-mail the|contact the writer|contact the reporter|contact the author
contact us|contact:|write to us|letters to the editor|tell us|what do you think|let us know|join our
join the|join us|support us|support independent|support our|check back|check whether
this is a developing story|this is a breaking|next:|next |previous:|previous |source:|sources:
source of|views:|browse:|time:|previous digest|weather:|jobs board|tide tables|obituaries
public notices|most commented|stay tuned|watch:|video:|listen:|podcast:|download|sponsored|promoted
subscribe|subscriber|follow us|follow |like us|share |copyright|cookies|members can
you are receiving|you received|get our|get the|for more|visit our|visit |click |print |tags|topics
keywords|categories|filed|published|updated|posted|last updated|last modified
if you have been affected|if you have a story|if you have any|call our|call the newsroom
ring the newsroom|please |mehr |quelle:|source :|tags :|fuente:|fonte:|bron:|źródło:|zdroj:
источник:|джерело:|stand:|aktualisiert|publié|mis à jour|publicado|actualizado|atualizado|pubblicato
aggiornato|lecture|lesezeit|tiempo de lectura|tempo di lettura
"""

_EDGE_WORDS = re.compile(
    r"\b(?:this (?:site|website|page|newsletter|e-?mail|blog)|external sites|our (?:services|newsroom|"
    r"newsletter|app|"
    r"readers|editors|website|newsdesk)|(?:the|our) comments?(?: section| below)|in the comments|"
    r"sign up|subscribe|"
    r"unsubscribe|newsletters?|newsdesk|your inbox|its readers|support us)\b",
    re.IGNORECASE,
)
_DECLINED = re.compile(r"\b(?:said|says|declined|respond\w*|request\w*|told|according)\b")

_AGENCIES = (
    r"AFP|AP|UPI|Reuters|REUTERS|Reuter|REUTER|dpa|DPA|PTI|IANS|ANI|UNI|Xinhua|XINHUA|EFE|TASS|Tass|Interfax|ANSA|"
    r"Ansa|Kyodo|KYODO|PA|AAP|"
    r"Bloomberg|APA|ATS|SDA|sda|ANP|Belga|PAP|ČTK|ČTK|TT|NTB|Ritzau|STT|Lusa|LUSA|Yonhap|Bernama|NAN|"
    r"SAPA|RIA Novosti|"
    r"Agence France-Presse|(?:The )?Associated Press|(?:The )?Canadian Press|Press Association|"
    r"Press Trust of India|"
    r"Deutsche Presse-Agentur|United Press International|Europa Press|Agencias|Agences|Agenturen|"
    r"Agencies|[Nn]ews agencies"
)
_CREDIT = re.compile(
    rf"[\s(–—\-*©]*(?:(?:{_AGENCIES})(?:[/, &]+(?:{_AGENCIES}|"
    rf"and))*(?:\s[A-Za-z]{{2,4}}(?:[/ ][A-Za-z]{{2,4}}){{0,3}})?[\s).]*$"
    r"|(?:Additional reporting|Reporting|Writing|Compiled|Written|Edited|Editing|Reported) by\s[A-ZÀ-Þ]"
    r"|[Ww]ith (?:agency )?(?:inputs?|material|reporting|files|contributions|"
    r"additional reporting) (?:from|by)\b|[Ww]ith agenc(?:y|ies)\b"
    r"|[Mm]it (?:Material|Agentur|Informationen)|[Aa]vec (?:les )?(?:agences|AFP|Reuters|AP)\b"
    r"|[Cc]on información de\b|[Cc]on agencias|[Cc]om agências|[Cc]on informazioni|Enditem|ENDS?[.\s]*$|"
    r"-?30-?[.\s]*$"
    r"|Copyright \(?[©c12]|[Mm]aterial from .{2,60} was used in this)"
)
_CONTRIBUTED = re.compile(
    r"\bcontributed (?:reporting )?to (?:this|the) (?:report|story|article)\b|\bcontributed reporting\b"
)
_BY = re.compile(
    r"(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|PAR|[Pp]or|POR|[Dd]i|[Dd]oor|[Aa]f|[Aa]v|[Aa]utor:?|[Aa]uthor:?|"
    r"Автор:?|Written by|Posted by|"
    r"Published by|Reported by|Text:|Story by)\s+[A-ZÀ-ÞА-Я@][^.!?…]{1,90}$"
)
_CAPTION = re.compile(
    r"(?:FILE|File)(?: (?:photo|PHOTO|picture|image))?\s?[-–—:]|FILE PHOTO|(?:Photo|PHOTO|Photos|Image|"
    r"Picture|Photograph|Foto|Fotos|"
    r"Bild|Bilder|Caption|Illustration|Photo credit|Image credit|Image source|Image caption|"
    r"Image copyright|Picture credit|"
    r"Crédit photo|Crédits|Photo by|Credit|Bildquelle|Imagen)\s?(?:[:©/|]|by\b|courtesy\b)|"
    r"Image (?:copyright|caption|source)\s"
)
_CAPTION_INSIDE = re.compile(
    r"\((?:AP |AFP |Reuters |File )?[Pp]hoto(?:graph)?(?: by|/|:)|Getty Images|/(?:AFP|AP|Reuters|"
    r"REUTERS|EPA|dpa)\)?$|\bAP Photo/"
)
_SEPARATORS = re.compile(r"\s*(?:[▾▼▸►›»|•·]|\s[>/]\s|\s>>\s|\s{2,}|\t)\s*")
_MENU_MARKS = re.compile(r"[▾▼▸►★☆]|🔴")
_TIME_WORDS = word_set(
    """jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october
    nov november dec
    december mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday
    sun sunday
    am pm a m p noon midnight est edt et cst cdt ct pst pdt pt mst mdt gmt utc bst cet cest ist sgt aest
    published updated posted modified last first on at the of h hrs uhr hours minutes min mins ago
    today yesterday date time
    st nd rd th publié le à mis jour mise modifié publicado actualizado el las de del a aktualisiert
    stand veröffentlicht um
    januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag
    samstag sonntag
    janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi
    mercredi jeudi vendredi samedi
    dimanche enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    lunes martes miércoles
    jueves viernes sábado domingo gennaio febbraio aprile maggio giugno luglio settembre ottobre
    dicembre t z"""
)
_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_LABEL_END = re.compile(r"[\s:»›>▾…\.]*$")


_ANYWHERE_PREFIXES = phrases(_ANYWHERE)
_EDGE_PREFIXES = phrases(_AT_EDGE)
# Prefixes that are ordinary words too: only the whole line counts.
_WHOLE = word_set(
    "related share tweet advertising recommended newsletter partager teilen anzeige advertisement compartir condividi "
    "publicité "
    "publicidad publicidade reklama реклама annons advertentie комментарии auglýsing hirdetés comparte "
    "loading..."
)
_END_LABELS = (
    "about the author", "about the writer", "about the reporter", "leave a reply", "leave a comment",
    "comments (",
    "related articles", "related posts", "related stories", "related news", "related internet links",
    "most popular",
    "most read", "you may also be interested", "you may also like", "you might also like",
    "trending stories", "über den autor",
    "über die autorin", "à propos de l'auteur", "sobre el autor", "sobre la autora", "sobre o autor",
)  # fmt: skip


def _plain(line: str) -> str:
    """The line in small letters with straight apostrophes, without list and dash marks in front."""
    return line.lower().replace("’", "'").lstrip(" -–—*•►▸>›»[(#")


def label(line: str) -> bool:
    """Whether the line announces what is not the report: related pieces, the author, comments."""
    bare = _LABEL_END.sub("", _plain(line[:80]))
    return len(bare) < 60 and (bare.startswith(_END_LABELS) or page_line(line))


def ends_article(line: str) -> bool:
    """Whether what follows this line up to the end belongs to the page, as after "About the author"."""
    return len(line) < 60 and _plain(line).startswith(_END_LABELS)


def page_line(line: str) -> bool:
    """Whether the line belongs to the page wherever it stands alone."""
    plain = _plain(line)
    if len(plain) > 220 and not plain.startswith(("copyright", "©")):
        return False
    if _begins(plain, _ANYWHERE_PREFIXES):
        bare = _LABEL_END.sub("", plain)
        if bare in _WHOLE:
            return True
        first = plain.split(maxsplit=1)[0].rstrip(":") if plain.split() else ""
        if first not in _WHOLE:
            return not _reported(line)
        return first in ("partager", "compartir", "comparte", "share", "newsletter", "tweet") and _brief(line, 6)
    return len(plain) < 60 and plain.startswith(_END_LABELS)


def _begins(plain: str, prefixes: tuple[str, ...]) -> bool:
    """Whether the line begins with one of the prefixes, not only with a longer word that begins like it."""
    if not plain.startswith(prefixes):
        return False
    for prefix in prefixes:
        if plain.startswith(prefix):
            after = plain[len(prefix) : len(prefix) + 1]
            if not (after.isalpha() and prefix[-1].isalpha()) or prefix[0] > "\u0900":
                return True
    return False


def _reported(line: str) -> bool:
    """Whether the line is a sentence of a report after all: a full one in which somebody says something."""
    return line.endswith((".", ".”", '."')) and len(line.split()) > 6 and bool(_DECLINED.search(line))


def _brief(line: str, words: int) -> bool:
    return len(line.split()) <= words and not line.endswith(".")


def credit(line: str) -> bool:
    """Whether the line credits agencies and writers, or says that the report ends."""
    return bool(_CREDIT.match(line)) or (len(line) < 300 and bool(_CONTRIBUTED.search(line)))


def caption(line: str) -> bool:
    """Whether the line is the caption or the credit of a picture."""
    return len(line) < 500 and bool(_CAPTION.match(line) or _CAPTION_INSIDE.search(line))


def stamp(line: str) -> bool:
    """Whether the line is a byline or a time stamp standing alone."""
    if len(line) > 120:
        return False
    if _BY.match(line) and len(line.split()) <= 12:
        return True
    if not _DIGIT.search(line):
        return False
    rest = [t for t in _TOKEN.findall(line.lower()) if not t.isdigit() and t not in _TIME_WORDS]
    return len(rest) <= (1 if "|" in line or ":" in line[:12] else 0) or (len(rest) <= 3 and "min read" in line.lower())


def menu(line: str) -> bool:
    """Whether the line is a row of links: short parts between separators."""
    if len(line) > 300 or line.endswith((".", "!", "?", '."', ".”")):
        return False
    if _MENU_MARKS.search(line):
        return True
    parts = [part for part in _SEPARATORS.split(line) if part]
    return len(parts) >= 3 and all(len(part.split()) <= 4 for part in parts)


def at_edge(line: str) -> bool:
    """Whether the line, which stands before or after the report, speaks about the page or to its reader."""
    words = len(line.split())
    if words > 30 or any(mark in line for mark in '“”"„«'):
        return False
    if _begins(_plain(line), _EDGE_PREFIXES) and (words <= 18 and not _DECLINED.search(line)):
        return words <= 8 or not line.endswith(".") or bool(_EDGE_WORDS.search(line))
    return bool(_EDGE_WORDS.search(line)) and not _DECLINED.search(line)
