"""What retold shows of a comparison: JSON, PAN XML, plain words, terminal text, and an HTML page."""

__all__: list[str] = []
