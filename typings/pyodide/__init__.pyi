"""The part of Pyodide's own package that Larder uses."""
