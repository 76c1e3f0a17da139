"""The conformance suite of the Jupyter project, with samples in TypeScript."""
import unittest

from jupyter_kernel_test import IopubWelcomeTests, KernelTests


class Conformance(KernelTests):
    kernel_name = "admf"
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
    code_display_data = [
        {"code": "display.html('<b>x</b>')", "mime": "text/html"},
        {"code": "display.image(new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]))", "mime": "image/png"},
        {"code": "display.svg('<svg/>')", "mime": "image/svg+xml"},
    ]
    code_inspect_sample = "Math.floor"
    code_history_pattern = "6?*7*"
    supported_history_operations = ("tail", "range", "search")
    code_clear_output = "clearOutput()"


class Welcome(IopubWelcomeTests):
    kernel_name = "admf"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
