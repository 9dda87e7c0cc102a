"""担保 (guarantees): what is written of them, from the bank's question to the firm's last payment back."""
