"""Larder in the browser: everything below this folder is shipped to the page, and nothing else is."""
