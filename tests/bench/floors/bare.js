// Pyodide with its stock library, and one line of Python.
import { loadPyodide } from "/vendor/pyodide/pyodide.mjs";

const python = await loadPyodide({ stdLibURL: "/static/bench/python_stdlib.zip" });
python.runPython('from js import document; document.documentElement.setAttribute("data-app", "ready")');
