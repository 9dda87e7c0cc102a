"""Parts of SQL that triggers share: what a programme was signed for, and how much of it was known before."""

# The entries of the line ``root`` that stand, up to the first day on which it is signed and holds something.
FIRST_SIGNED = """
WITH standing AS (
    SELECT entry.day, entry.limit_change FROM loans_lineentry AS entry
    WHERE entry.line_id = root AND entry.reverses_id IS NULL
      AND NOT EXISTS (SELECT FROM loans_lineentry AS back WHERE back.reverses_id = entry.id)
)
SELECT coalesce(sum(limit_change), 0) FROM standing WHERE day <= greatest(
    (SELECT signed_on FROM loans_creditline WHERE id = root),
    (SELECT min(day) FROM standing WHERE limit_change > 0))
"""
# Told of it or of a line below it.
CONVERTED_THERE = """
SELECT coalesce(sum(told.amount), 0) FROM loans_lineconversion AS told
JOIN loans_creditline AS line ON line.id = told.line_id
WHERE coalesce(line.parent_id, line.id) = root AND told.withdrawn_at IS NULL
"""
