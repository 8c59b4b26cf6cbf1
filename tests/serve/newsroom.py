"""A dozen invented articles: a wire and its update, copies, an edited one, a rewording, an excerpt, others, strangers.

The people, places and papers do not exist.
"""

from __future__ import annotations

from typing import Any

__all__ = ["ARTICLES", "CREDITED", "HOSTILE", "REWORDED", "UNKNOWN", "WIRE"]

_LEAD = (
    "PORT SORREL, Calvenia, May 12 (MPA) - The lighthouse at Cape Sorrel will be closed to visitors from Monday after "
    "engineers found 23 cracks in its stairway, the harbour office said on Thursday."
)
_BODY = (
    "“Nobody was in danger on any day, but we will not wait until somebody is,” said Ilse Marrow, who heads the "
    "harbour office of Port Sorrel.",
    "The tower, built in 1874 by the engineer Anton Velde, draws about 41,000 visitors a year, more than any other "
    "building in the province of Sorrel.",
    "Repairs will take until October and cost 3.6 million crowns, of which the province pays half, Marrow said.",
    "A report by the technical college of Ostmark had warned of salt in the masonry two years ago. The harbour office "
    "did not act on it at the time.",
    "“We read the report and we filed it, and that was a mistake,” said Tomas Reyle, the deputy mayor, who was then "
    "responsible for the building.",
    "The light itself will keep working, and ships will notice nothing, said the coast guard.",
    "Hotels on the cape expect to lose a third of their guests this summer. Their association asked the province for "
    "help on Thursday evening.",
)
WIRE = "\n\n".join((_LEAD, *_BODY))
_UPDATE = WIRE.replace("found 23 cracks", "found 27 cracks") + (
    "\n\nThe province will decide on Friday whether the hotels get help, a spokeswoman for governor Dana Holt said."
)
CREDITED = WIRE.replace("Hotels on the cape expect", "Hotels on Cape Sorrel expect") + "\n\nMeridian Press Agency"
_EDITED = "\n\n".join((
    _LEAD.replace("engineers found 23 cracks", "experts counted 23 cracks"),
    _BODY[0], _BODY[1].replace("41,000", "14,000"), _BODY[2].replace("until October", "until November"), *_BODY[3:6],
))  # fmt: skip
REWORDED = "\n\n".join((
    "Visitors must stay away from the lighthouse on Cape Sorrel as of Monday: engineers discovered 23 cracks in the "
    "stairs, according to the harbour office in Port Sorrel.",
    "“At no time was anyone at risk, yet we refuse to wait for the first victim,” Ilse Marrow, the head of the harbour "
    "office, said on Thursday.",
    "Some 41,000 people a year climb the tower, which the engineer Anton Velde put up in 1874, the most visited "
    "building in the province of Sorrel.",
    "Mending the stairs is going to last until October. It costs 6.3 million crowns, half of it from the province, "
    "according to Marrow.",
    "Salt in the masonry had been reported two years earlier by the technical college of Ostmark, and the harbour "
    "office acted on the warning.",
    "Deputy mayor Tomas Reyle, in charge of the tower in those days, admitted a mistake: “The report was read and then "
    "it was put away.”",
    "Ships will see no difference, as the lamp stays lit, the coast guard said.",
    "Hoteliers on the cape fear that every third guest will stay at home this summer; their association wants money "
    "from the province.",
))  # fmt: skip
_EXCERPT = "\n\n".join((
    "Where to go this summer: five towers by the sea, and what to know before you set out with children, dogs or a "
    "bicycle, collected by the readers of our travel pages.",
    "The windmill of Halm can be climbed every day but Wednesday, and the miller bakes rolls on Sundays. Children "
    "under six pay nothing, and dogs wait in the yard.",
    _BODY[1], _BODY[2],
    "The water tower in Brennick has a lift since March, a small museum of taps, and a café with a view of the whole "
    "delta, which fills up early when the weather is fine.",
))  # fmt: skip
_FERRY = "\n\n".join((
    "HALM, Calvenia, May 14 (MPA) - The night ferry between Halm and Brennick will sail again from June after a break "
    "of seven years, the shipping company Norra said on Saturday.",
    "“People asked us for it at every fair,” said managing director Petra Olin. “Now they must come aboard.”",
    "The ferry carries 380 passengers and 90 cars, takes eleven hours and costs 49 crowns one way, the company said.",
    "The line was given up in 2024 when fuel had become dearer by half, and 64 seamen lost their work.",
    "The seamen's union said that it had agreed on wages with the company for three years.",
))  # fmt: skip
UNKNOWN = "\n\n".join((
    "The chess club of Tolland has elected a beekeeper as its chair for the first time since it was founded in 1911.",
    "Mira Hald, who is 67 and keeps fourteen hives behind the station, won by two votes over a retired dentist.",
    "She wants to play outdoors on Wednesdays and to open the club to children who have never held a pawn.",
))  # fmt: skip
_OTHER = "\n\n".join((
    "Three schools in Ostmark begin an hour later from the autumn, so that pupils from the villages can sleep longer.",
    "The school board counted how many came late by the first bus: on some winter mornings every fifth pupil.",
    "Teachers had asked for the change since 2029; parents in the town were against it, by a narrow majority.",
    "After a year the board will compare marks and absences, its chair Lene Brask said, and then decide anew.",
))  # fmt: skip
_HOSTILE_TEXT = "\n\n".join((
    "<script>window.hurt = 'text'</script><img src=x onerror=\"window.hurt = 'image'\"> The mayor of Vessimar opened a "
    "bridge for 3 goats on Sunday, and {{ 7 * 7 }} people came to see it, among them the smith Orla Tandy.",
    "\"><svg onload=alert(1)> “We shall have ‘more’ goats,” said the shepherd Bram Quillen; the bridge cost 12,000 "
    "crowns and is made of larch from the forest of Pemland.",
    "Pneumonoultramicroscopicsilicovolcanoconiosis" * 8 + " is what the longest of the goats is called by its owner.",
))  # fmt: skip
HOSTILE: dict[str, Any] = {
    "id": "x\"><script>alert('id')</script>/../?a=b#c",
    "title": "<script>alert(1)</script> & “goats” " + "Rindfleischetikettierungs" * 12,
    "publisher": "<b onmouseover=alert(2)>Vessimar</b> Echo",
    "byline": "</title><script>alert(3)</script>",
    "published": "<i>yesterday</i>",
    "url": "javascript:alert(4)",
    "text": _HOSTILE_TEXT,
}
_RIGHT_TO_LEFT = {
    "id": "rtl-1",
    "title": "أغلقت المنارة في رأس سوريل أمام الزوار (Cape Sorrel)",
    "publisher": "صحيفة الميناء",
    "published": "2031-05-13",
    "url": "https://mina.example/ar/1",
    "lang": "ar",
    "text": "أعلن مكتب الميناء يوم الخميس أن المنارة في رأس سوريل ستغلق أمام الزوار ابتداء من يوم الاثنين.\n\n"
    "وقال المكتب إن المهندسين عثروا على ثلاثة وعشرين شقا في الدرج، وإن أعمال الترميم تستمر حتى شهر أكتوبر.\n\n"
    "ويزور المنارة نحو واحد وأربعين ألف شخص كل عام، وهي أشهر بناء في المقاطعة منذ زمن طويل.",
}


def _article(id: str, text: str, title: str, publisher: str, published: str) -> dict[str, Any]:
    return {
        "id": id, "text": text, "title": title, "publisher": publisher, "published": published,
        "url": f"https://{publisher.split()[-1].lower()}.example/{id}", "lang": "en",
    }  # fmt: skip


ARTICLES: tuple[dict[str, Any], ...] = (
    _article("mpa-0512", WIRE, "Cracks close Cape Sorrel lighthouse to visitors", "Meridian Press Agency",
             "2031-05-12T16:20:00Z"),
    _article("sorrel/lighthouse", CREDITED, "Cracks close Cape Sorrel lighthouse to visitors", "Sorrel Gazette",
             "2031-05-12T18:05:00Z"),
    _article("halm-77", _EDITED, "Cape Sorrel lighthouse shut as cracks are found", "Halm Courier",
             "2031-05-13T05:30:00Z"),
    _article("mirror-9", REWORDED, "Danger on the stairs: Cape Sorrel tower shuts its door", "Daily Mirador",
             "2031-05-13T11:45:00Z"),
    _article("travel-5", _EXCERPT, "Five towers by the sea", "Brennick Travel", "2031-05-17"),
    _article("mpa-0512", _UPDATE, "Cracks close Cape Sorrel lighthouse to visitors", "Meridian Press Agency",
             "2031-05-12T16:55:00Z"),
    _article("norra-posten-3", WIRE, "Lighthouse closes", "Norra Posten", "2031-05-13"),
    _article("mpa-0514", _FERRY, "Night ferry to Brennick sails again", "Meridian Press Agency",
             "2031-05-14T08:00:00Z"),
    _article("halm-80", _FERRY.replace("49 crowns", "59 crowns"), "The night ferry is back", "Halm Courier",
             "2031-05-14T12:00:00Z"),
    _article("ostmark-1", _OTHER, "Schools in Ostmark begin an hour later", "Ostmark Tidings", "2031-05-15"),
    _RIGHT_TO_LEFT,
    HOSTILE,
)  # fmt: skip
