"""retold traces how news is retold."""
