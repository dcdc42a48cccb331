"""The browser runtime: what `lock.json` lists, fetched from package registries and checked before placed.

Standard library only, because it runs before anything is installed. `python -m runtime` fills `vendor/`.
"""
