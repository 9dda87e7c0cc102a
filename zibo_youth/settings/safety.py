"""
Rules of the safety action that a city may set for itself; the services ask here and nowhere else.

Each line says where its number comes from; "assumed" is ours until the city decides.
"""

from typing import Any

SAFETY: dict[str, Any] = {
    # Fewer seconds for each answer than anybody needs to read a question: a flag, never a refusal. Assumed.
    "quiz_least_seconds": 2.0,
}
