"""The Playlists view: all of them, one of them, and what puts a track on one."""
