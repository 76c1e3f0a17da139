"""Executes a notebook whose cells come as JSON, as nbclient does it: python execute.py FILE < cells"""
import asyncio
import json
import sys

import nbformat
from nbclient import NotebookClient


async def main() -> None:
    cells = [nbformat.v4.new_code_cell(code) for code in json.load(sys.stdin)]
    kernelspec = {"name": "admf", "display_name": "ADMF (TypeScript)", "language": "typescript"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec})
    client = NotebookClient(notebook, kernel_name="admf", timeout=60, allow_errors=True)
    async with client.async_setup_kernel():
        # Cells that run before TypeScript is loaded are not checked: hover waits for it.
        await client.kc.inspect("Math.floor", reply=True, timeout=60)
        info = await client.kc.kernel_info(reply=True, timeout=60)
        notebook.metadata.language_info = info["content"]["language_info"]
        for index, cell in enumerate(notebook.cells):
            await client.async_execute_cell(cell, index)
        client.set_widgets_metadata()
    nbformat.validate(notebook)
    nbformat.write(notebook, sys.argv[1])


asyncio.run(main())
