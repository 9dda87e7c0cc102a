"""关切 (concerns): reported without a hurdle, taken on, decided; whom it is about never sees it."""
