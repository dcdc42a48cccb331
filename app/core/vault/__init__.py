"""The vault: what is here, how bytes come in and leave, and who may change it."""
