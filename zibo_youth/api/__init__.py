"""
接口 (API): what machines may ask under /api/, in one shape for answers and refusals.

The house's half lives here (who asks, what is read, how a refusal looks); each
programme adds its own calls in its ``api`` package.
"""
