"""The Python behind /api and the shell. Imports `app.model` and `app.ports`, nothing else of app."""
