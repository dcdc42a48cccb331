"""Bytes that devices brought, and who holds them."""
