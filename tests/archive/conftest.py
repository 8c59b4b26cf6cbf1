"""An invented archive, and texts to fill it with."""

import pytest

from retold import Archive

STORM = """A storm closed the harbour of Port Ellery on Monday after waves of up to nine metres broke over the \
northern pier and sank four fishing boats, the harbour office said.

“We heard a severe bang and then nothing at all,” said harbour master Mira Tolland, who had watched from the \
lighthouse of Cape Vesper since three in the morning.

The ferry line Norra Ferries cancelled 27 crossings to the island of Hallen. Its director Odo Finkel said that \
1,900 passengers had been told to stay at home.

Nobody was hurt. The harbour is to open again on Thursday, once divers have searched the entrance for nets and \
timber.
"""
EDITED = STORM.replace("severe", "serious").replace("four fishing boats", "five fishing boats")
REWORDED = """Waves nine metres high sank four fishing boats at the northern pier of Port Ellery, and a storm \
shut the harbour there on Monday, according to the harbour office.

Harbour master Mira Tolland, watching from the Cape Vesper lighthouse since three in the morning, “heard a \
severe bang and then nothing at all”.

Norra Ferries called off 27 crossings to the island of Hallen; director Odo Finkel put the number of passengers \
who were told to stay home at 1,900.

No one was hurt. Divers must search the entrance for timber and nets before the harbour opens again on Thursday.
"""
BAKERY = """The baker Quillo Bramar of Upper Wending has won the golden whisk of the pastry guild for a pretzel \
with 14 knots, the guild's chairwoman Lenna Oastmor said.

Jury members from Tessin and Morvik praised the crust. Bramar wept and said that his grandmother had baked it in \
1931.
"""
STURM = """Ein Sturm hat am Montag den Hafen von Port Ellery geschlossen: Bis zu neun Meter hohe Wellen brachen \
über die nördliche Mole und versenkten vier Fischerboote, wie das Hafenamt mitteilte.

„Wir hörten einen heftigen Knall und dann gar nichts mehr“, sagte Hafenmeisterin Mira Tolland, die seit drei Uhr \
morgens vom Leuchtturm am Kap Vesper aus zugesehen hatte.

Die Reederei Norra Ferries strich 27 Überfahrten zur Insel Hallen. Direktor Odo Finkel sagte, 1.900 Fahrgäste \
seien gebeten worden, zu Hause zu bleiben.

Verletzt wurde niemand. Der Hafen soll am Donnerstag wieder öffnen, sobald Taucher die Einfahrt nach Netzen \
abgesucht haben.
"""


@pytest.fixture
def path(tmp_path):
    """Where an archive can be made."""
    return tmp_path / "news.retold"


@pytest.fixture
def archive(path):
    """An empty archive."""
    with Archive(path) as opened:
        yield opened


@pytest.fixture
def told():
    """The invented texts by name."""
    return {"storm": STORM, "edited": EDITED, "reworded": REWORDED, "bakery": BAKERY, "sturm": STURM}


@pytest.fixture
def wire(told):
    """A function that makes a record of the storm with other fields."""
    usual = {"id": "storm-1", "title": "Storm closes harbour of Port Ellery", "publisher": "Ellery Wire"}
    return lambda text="storm", **fields: {**usual, "text": told.get(text, text), **fields}
