"""授信额度: what is written of credit lines."""
