"""Assets that devices brought, as the books have them."""
