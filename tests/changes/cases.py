"""Short invented cases: two tellings of one sentence, and what a careful reader is told otherwise, if anything."""

from __future__ import annotations

__all__ = ["CHANGED", "INNOCENT"]

# (one text, the other, the kind of change)
CHANGED: tuple[tuple[str, str, str], ...] = (
    # names and places
    ("Mayor Dora Feld opened the new library in Orlen.", "Mayor Hilda Brandt opened the new library in Orlen.", "name"),
    ("Police named the driver as Alan Kirkland.", "Police named the driver as Alan Kirkwood.", "name"),
    (
        "The ferry sank off the coast of Austria's neighbour Italy.",
        "The ferry sank off the coast of Austria's neighbour Spain.",
        "name|place",
    ),
    (
        "The talks between Iran and the agency will resume in June.",
        "The talks between Iraq and the agency will resume in June.",
        "name|place",
    ),
    (
        "Spokesman Ned Price declined to comment on the talks.",
        "Spokesman Ned Rice declined to comment on the talks.",
        "name",
    ),
    ("The flood hit the villages near Geneva hardest.", "The flood hit the villages near Zurich hardest.", "place"),
    ("The workshop stands in northern Karshevia.", "The workshop stands in southern Karshevia.", "place"),
    ("The camp lies ten kilometres west of the river.", "The camp lies ten kilometres east of the river.", "place"),
    (
        "Verenia attacked Karshevia on Monday without warning.",
        "Karshevia attacked Verenia on Monday without warning.",
        "name",
    ),
    ("Brandt accused Feld of lying to the council.", "Feld accused Brandt of lying to the council.", "name"),
    (
        "The German commander surrendered the fort at noon.",
        "The French commander surrendered the fort at noon.",
        "name|place",
    ),
    # polarity
    ("The minister did not sign the treaty on Friday.", "The minister signed the treaty on Friday.", "polarity"),
    ("The jury acquitted the former banker of fraud.", "The jury convicted the former banker of fraud.", "polarity"),
    ("Prices of wheat rose in the second quarter.", "Prices of wheat fell in the second quarter.", "polarity"),
    (
        "Parliament approved the new water law late at night.",
        "Parliament rejected the new water law late at night.",
        "polarity",
    ),
    ("The bridge is no longer open to lorries.", "The bridge is open to lorries.", "polarity"),
    ("The company failed to pay its workers in March.", "The company managed to pay its workers in March.", "polarity"),
    ("The union supports the plan to close the mine.", "The union opposes the plan to close the mine.", "polarity"),
    ("The judge refused bail to the two brothers.", "The judge granted the two brothers bail.", "polarity"),
    (
        "The hospital was evacuated before the storm arrived.",
        "The hospital was evacuated after the storm arrived.",
        "polarity",
    ),
    ("The owners had never inspected the boiler.", "The owners had inspected the boiler.", "polarity"),
    ("The treatment is safe for children.", "The treatment is unsafe for children.", "polarity"),
    (
        "The museum will open its doors to the public in spring.",
        "The museum will close its doors to the public in spring.",
        "polarity",
    ),
    ("He was released from prison after the hearing.", "He was detained in prison after the hearing.", "polarity"),
    (
        "The home team won the final in front of a full stadium.",
        "The home team lost the final in front of a full stadium.",
        "polarity",
    ),
    # certainty
    ("The dam may burst within days.", "The dam will burst within days.", "certainty"),
    (
        "The airline is likely to cut its routes to the north.",
        "The airline will cut its routes to the north.",
        "certainty",
    ),
    (
        "The clerk was allegedly in contact with the smugglers.",
        "The clerk was in contact with the smugglers.",
        "certainty",
    ),
    ("The strike was a major blow to the harbour.", "The strike was a blow to the harbour.", "certainty"),
    (
        "The envoy warned of severe consequences for trade.",
        "The envoy warned of serious consequences for trade.",
        "certainty",
    ),
    ("He was accused of stealing the paintings.", "He was convicted of stealing the paintings.", "certainty"),
    (
        "Heavy use of the spray was linked to the deaths of bees.",
        "Heavy use of the spray caused the deaths of bees.",
        "certainty",
    ),
    ("The city is considering a ban on scooters.", "The city has decided on a ban on scooters.", "certainty"),
    ("Police arrested a man on suspicion of arson.", "Police charged a man with arson.", "certainty"),
    ("The reform could help small farms.", "The reform will help small farms.", "certainty"),
    ("The fire was reportedly started by a cigarette.", "The fire was started by a cigarette.", "certainty"),
    (
        "Talks will perhaps resume next month, the envoy said.",
        "Talks will resume next month, the envoy said.",
        "certainty",
    ),
    # attribution
    ("The tunnel is beyond repair, officials said.", "The tunnel is beyond repair.", "attribution"),
    ("According to the fire brigade, the warehouse had no alarm.", "The warehouse had no alarm.", "attribution"),
    (
        "The factory poisoned the well, a former guard said.",
        "The factory poisoned the well, the health ministry said.",
        "attribution",
    ),
    (
        "The bank was warned twice, Finance Minister Jan Holt said.",
        "The bank was warned twice, opposition leader Mira Salo said.",
        "attribution|name",
    ),
    # omission and addition
    (
        "The mine will reopen in June.",
        "The mine will reopen in June, although two inspectors resigned over the faulty pumps.",
        "addition|omission",
    ),
    (
        "The band played for two hours.",
        "The band played for two hours, and several drunken spectators were hurt in a stampede.",
        "addition|omission",
    ),
    # wording
    (
        "The committee praised the pilot for the landing.",
        "The committee scolded the pilot for the landing.",
        "polarity|wording",
    ),
    ("The thieves took a violin from the chapel.", "The thieves took a tractor from the chapel.", "wording"),
)

# (one text, the other): they say the same
INNOCENT: tuple[tuple[str, str], ...] = (
    ("The council approved the budget on Monday.", "The budget was approved by the council on Monday."),
    ("Rescuers pulled three sailors from the water.", "Three sailors were pulled from the water by rescuers."),
    ("Verenia defeated Karshevia in the final.", "Karshevia was defeated by Verenia in the final."),
    (
        "On Friday the ministry in Orlen published the figures.",
        "The ministry in Orlen published the figures on Friday.",
    ),
    ("The harbour closed because of the storm.", "Because of the storm, the harbor closed."),
    (
        "The labour union organised a programme for the unemployed.",
        "The labor union organized a program for the unemployed.",
    ),
    ("President Volodymyr Zelensky spoke to reporters.", "President Volodymyr Zelenskiy spoke to reporters."),
    ("Foreign Minister Sergei Lavrov left the room.", "Foreign Minister Sergey Lavrov left the room."),
    ("The train from Kiev arrived late.", "The train from Kyiv arrived late."),
    ("Umy Mwalimu, the minister, opened the clinic.", "Ummy Mwalimu, the minister, opened the clinic."),
    ("The Organization of Plum Exporting Regions (OPER) met in Vienna.", "OPER met in Vienna."),
    ("OPEC will meet again in June.", "Opec will meet again in June."),
    ("The US ambassador was recalled.", "The American ambassador was recalled."),
    ("The United States has recalled its envoy.", "The US has recalled its envoy."),
    ("Professor Saule Omarova warned against the plan.", "Omarova warned against the plan."),
    ("Police Commissioner Colvin said the raid was a success.", "Colvin said the raid was a success."),
    (
        "Britain's prime minister visited the flooded villages.",
        "The British prime minister visited the flooded villages.",
    ),
    ("The senate did not reject the bill.", "The senate accepted the bill."),
    ("The minister did not attend the funeral.", "The minister was absent from the funeral."),
    ("The company is not profitable.", "The company is unprofitable."),
    ("The pilot was not hurt.", "The pilot was unhurt."),
    ("Nobody was injured in the crash.", "There were no injuries in the crash."),
    ("He refused to answer questions.", "He would not answer questions."),
    ("The team lost the match against Orlen.", "The team was beaten by Orlen in the match."),
    ("The car sped away from the scene.", "The vehicle raced off from the scene."),
    ("Thousands of people fled the town.", "Thousands of residents escaped from the town."),
    ("The lake could burst its banks.", "The lake might burst its banks."),
    ("The law is likely to pass.", "The law will probably pass."),
    ("The clerk is alleged to have taken the money.", "The clerk allegedly took the money."),
    ("The talks are expected to last two days.", "The talks are likely to last two days."),
    ("The dam is made of ice, the minister said.", "The minister said that the dam was made of ice."),
    ("The bridge is unsafe, according to engineers.", "Engineers said the bridge was unsafe."),
    ("She started working at the mill as a teenager.", "She began working at the mill as a teenager."),
    ("The firm bought a rival for an undisclosed sum.", "The company acquired a competitor for an undisclosed sum."),
    (
        "Officials said the fire began in the kitchen and spread quickly.",
        "The fire broke out in the kitchen and spread rapidly, officials said.",
    ),
    ("The army said it had shot down two drones.", "Two drones had been shot down, the army said."),
    ("He was born in Orlen and grew up in Dolmur.", "He grew up in Dolmur, after being born in Orlen."),
    ("The thieves entered through a window.", "The robbers got in through a window."),
    ("Nearly all of the crew survived.", "Almost the entire crew survived."),
    (
        "The clinic, which opened last year, treats farm workers.",
        "The clinic, opened last year, is treating farm workers.",
    ),
)
