"""Adapters: every touch of the browser and of JavaScript is in this folder."""
