"""Lets papermill hand parameters to notebooks in TypeScript, as `admf notebook run -p` does."""

import json
import re

from papermill.engines import NBClientEngine
from papermill.exceptions import PapermillException
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

_DECLARATION = re.compile(
    r"^\s*(?:const|let|var)\s+(?P<name>[^\W\d][\w$]*|[$_][\w$]*)\s*(?::\s*(?P<type>[^=;]+?))?\s*=\s*(?P<value>.*?)\s*;?\s*(?://\s*(?P<help>.*))?$"
)


class AdmfEngine(NBClientEngine):
    """papermill's own engine under the name "admf"; its entry point is why papermill loads this module."""


class TypeScriptTranslator(Translator):
    """Parameters as TypeScript: `let fast = 10;`."""

    @classmethod
    def translate(cls, val):
        # What JSON holds is TypeScript as it stands; NaN and infinities are written alike, too.
        return json.dumps(val, ensure_ascii=False, default=str)

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"let {name} = {str_val};"

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        lines = [cls.assign(name, cls.translate(value)) for name, value in parameters.items()]
        return "\n".join([cls.comment(comment), *lines]) + "\n"

    @classmethod
    def inspect(cls, parameters_cell):
        """The parameters that a cell declares, for `papermill --help-notebook`."""
        found = (_DECLARATION.match(line) for line in parameters_cell["source"].splitlines())
        return [
            Parameter(
                name=one["name"],
                inferred_type_name=one["type"] or "None",
                default=one["value"],
                help=one["help"] or "",
            )
            for one in found
            if one
        ]


papermill_translators.register("admf", TypeScriptTranslator)
try:
    papermill_translators.find_translator("", "typescript")
except PapermillException:
    # Any kernel for TypeScript takes parameters like this.
    papermill_translators.register("typescript", TypeScriptTranslator)
