"""What a retelling changed: typed changes with the words they are about, and signs of machine rewording.

`find_changes` puts all together; `words` matches the words of linked sentences, and each kind of change has its
detector in a module of its own. The word lists stand in plain files in `data/`.
"""

from __future__ import annotations

from retold.changes.assemble import find_changes
from retold.changes.garbling import Garbling, find_garbling

__all__ = ["Garbling", "find_changes", "find_garbling"]
