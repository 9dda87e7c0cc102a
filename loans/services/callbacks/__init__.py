"""银行回调 (callbacks): keys that banks sign with, and what their messages do."""
