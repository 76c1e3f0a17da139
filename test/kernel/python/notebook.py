"""Executes a notebook as nbclient does it, and prints what came of it as JSON."""
import json
import sys

import nbformat
from nbclient import NotebookClient

cells = json.load(sys.stdin)
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells])
NotebookClient(notebook, kernel_name="admf", timeout=30, allow_errors=True).execute()
nbformat.validate(notebook)
json.dump([cell.outputs for cell in notebook.cells], sys.stdout)
