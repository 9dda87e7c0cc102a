"""What can go wrong with embedded servers, each as one sentence for the person at the terminal."""


class EmbeddedError(Exception):
    """A failed start: the text says what happened, what to do, and where the log is."""
