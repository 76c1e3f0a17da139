"""The conformance suite of the Jupyter project, with samples in TypeScript: `conformance.py [kernel]`.

Prints what became of each test as JSON: ok, failed or skipped. Details go to stderr.
"""
import json
import sys
import unittest

from jupyter_kernel_test import IopubWelcomeTests, KernelTests


KERNEL = sys.argv.pop(1) if len(sys.argv) > 1 else "admf"

# Where kernels for TypeScript differ.
DIALECTS = {
    "admf": {
        "page": "Math.max?",
        "clear": "clearOutput()",
        "display": {
            "text/html": "display.html('<b>x</b>')",
            "image/png": "display.image(new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]))",
            "image/svg+xml": "display.svg('<svg/>')",
        },
    },
    "tslab": {
        "page": "",
        "clear": "",
        "display": {
            "text/html": "import {display} from 'tslab'; display.html('<b>x</b>')",
            "image/png": "display.png(new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]))",
            "image/svg+xml": "display.svg('<svg/>')",
        },
    },
    "deno": {
        "page": "",
        "clear": "await Deno.jupyter.broadcast('clear_output', { wait: false })",
        "display": {
            "text/html": "await Deno.jupyter.display(Deno.jupyter.html`<b>x</b>`)",
            "image/png": "await Deno.jupyter.display(Deno.jupyter.image(new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])))",
            "image/svg+xml": "await Deno.jupyter.display(Deno.jupyter.svg`<svg/>`)",
        },
    },
}
DIALECT = DIALECTS[KERNEL]


class Conformance(KernelTests):
    kernel_name = KERNEL

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # TypeScript is loaded behind, which takes long on a busy machine; the suite has little patience.
        # What is not there in time is answered without it, and asked for again.
        for _ in range(40):
            if cls.kc.inspect("Math.max", reply=True, timeout=120)["content"]["found"]:
                break

    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    completion_samples = [
        {"text": "Math.flo", "matches": {"floor"}},
        {"text": "instanceo", "matches": {"instanceof"}},
    ]
    complete_code_samples = ["1", "const f = () => {\n  return 1\n}", "`a\nb`", "type T = number"]
    incomplete_code_samples = ["const f = () => {", "`abc", "[1,", "1 +\n", "/* comment"]
    invalid_code_samples = ["const = 1", "}", "'abc"]
    code_generate_error = "throw new Error('generated')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "const m = 'a' + 'b'; m", "result": "'ab'"},
    ]
    code_display_data = [{"code": code, "mime": mime} for mime, code in DIALECT["display"].items()]
    code_page_something = DIALECT["page"]
    code_inspect_sample = "Math.floor"
    code_history_pattern = "6?*7*"
    supported_history_operations = ("tail", "range", "search")
    code_clear_output = DIALECT["clear"]


class Welcome(IopubWelcomeTests):
    kernel_name = KERNEL
    support_iopub_welcome = True


def outcomes():
    suite = unittest.TestSuite(
        unittest.defaultTestLoader.loadTestsFromTestCase(case) for case in (Conformance, Welcome)
    )
    tests = {test.id(): "ok" for case in suite for test in case}
    result = unittest.TextTestRunner(verbosity=0).run(suite)
    # What is skipped in part is known by an id of its own, and does not count.
    for test, _ in result.skipped:
        if test.id() in tests:
            tests[test.id()] = "skipped"
    for test, _ in result.failures + result.errors:
        tests[getattr(test, "test_case", test).id()] = "failed"
    return {name.rsplit(".", 1)[1]: outcome for name, outcome in tests.items()}


if __name__ == "__main__":
    json.dump(outcomes(), sys.stdout)
