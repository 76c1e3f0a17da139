"""Types lines into `jupyter console` and prints what it answered to each, as JSON.

Lines come as JSON: {"type": text, "until": pattern that ends the answer, "interrupt": Ctrl-C once it is busy}.
"""
import json
import re
import sys

import pexpect

console = pexpect.spawn(
    sys.executable,
    ["-m", "jupyter_console", "--kernel", "admf", "--simple-prompt"],
    encoding="utf8",
    dimensions=(50, 110),
    timeout=60,
)
# A line is known to have arrived when the terminal shows it.
console.expect(r"In \[1\]: ")
answers = []
for line in json.load(sys.stdin):
    console.sendline(line["type"])
    console.expect_exact(line["type"] + "\r\n")
    if line.get("interrupt"):
        console.expect_exact(line["interrupt"])
        console.sendintr()
    console.expect(line.get("until", r"In \[\d+\]: "))
    answers.append(re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", console.before).replace("\r\n", "\n").strip())
console.sendeof()
console.expect(r"\[y\]/n|\(y/n\)|[Yy]/[Nn]")
console.sendline("y")
console.expect(pexpect.EOF)
json.dump(answers, sys.stdout)
