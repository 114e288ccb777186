/**
 * Reads pairs of files from standard input and says for each whether the compiled one is what its
 * source compiles to. The compiled file is somebody's and is never loaded: its bytes are compared with
 * those of a new compilation, and where they differ both are taken apart here, since equal code can
 * be written with constants shared more or less often. Source: CPython, `Python/marshal.c`.
 */
export const SCRIPT = `
import hashlib, json, marshal, sys, warnings
from importlib.util import MAGIC_NUMBER as MAGIC

NEW = sys.version_info >= (3, 11)
LONGS = 5 if NEW else 6
# Objects of a code object, in order, the one with the file's name apart; then a number, then the rest.
BEFORE, AFTER = (5, (2, 2)) if NEW else (6, (1, 1))

class Reader:
    def __init__(self, data):
        self.data, self.at, self.refs, self.file = data, 0, [], None

    def take(self, count):
        if count < 0 or self.at + count > len(self.data):
            raise ValueError("short")
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, size=4, signed=True):
        return int.from_bytes(self.take(size), "little", signed=signed)

    def value(self):
        first = self.take(1)[0]
        kind, place = chr(first & 0x7F), None
        if first & 0x80:
            place = len(self.refs)
            self.refs.append(None)
        found = self.object(kind)
        if place is not None:
            self.refs[place] = found
        return found

    def many(self, count):
        if count < 0 or count > len(self.data):
            raise ValueError("count")
        return tuple(self.value() for _ in range(count))

    def object(self, kind):
        if kind in "0NFTS.":
            return kind
        if kind == "r":
            return self.refs[self.number()]
        if kind == "i":
            return ("int", self.number())
        if kind == "l":
            count = self.number()
            return ("long", count, self.take(2 * abs(count)))
        if kind == "g":
            return ("float", self.take(8))
        if kind == "y":
            return ("complex", self.take(16))
        if kind == "s":
            return ("bytes", self.take(self.number()))
        if kind in "ut":
            return ("text", self.take(self.number()))
        if kind in "aA":
            return ("text", self.take(self.number()))
        if kind in "zZ":
            return ("text", self.take(self.number(1, False)))
        if kind == ")":
            return ("tuple", self.many(self.number(1, False)))
        if kind in "([":
            return (kind, self.many(self.number()))
        if kind in "<>":
            return (kind, tuple(sorted(map(repr, self.many(self.number())))))
        if kind == ":":
            return (kind, self.many(3))
        if kind == "c":
            longs = tuple(self.number() for _ in range(LONGS))
            before = self.many(BEFORE)
            file = self.value()
            self.file = self.file or file
            return ("code", longs, before, file, self.many(AFTER[0]), self.number(), self.many(AFTER[1]))
        raise ValueError("kind")

def parts(data):
    reader = Reader(data)
    found = reader.value()
    if reader.at != len(data):
        raise ValueError("rest")
    return found, reader.file

def flat(value):
    # Small tuples and large ones are written with other letters.
    if isinstance(value, tuple) and len(value) == 2 and value[0] == "(":
        return ("tuple", flat(value[1]))
    return tuple(map(flat, value)) if isinstance(value, tuple) else value

def read(path, digest):
    with open(path, "rb") as file:
        data = file.read()
    return data if hashlib.sha256(data).hexdigest() == digest else None

def judge(compiled, source, compiled_digest, source_digest):
    level = 2 if compiled.endswith(".opt-2.pyc") else 1 if compiled.endswith(".opt-1.pyc") else 0
    data, text = read(compiled, compiled_digest), read(source, source_digest)
    if data is None or text is None or data[:4] != MAGIC:
        return "?"
    def again(name):
        return marshal.dumps(compile(text, name, "exec", dont_inherit=True, optimize=level))
    if again(source) == data[16:]:
        return "right"
    there, name = parts(data[16:])
    if not name or name[0] != "text":
        return "wrong"
    here, _ = parts(again(name[1].decode("utf-8", "surrogatepass")))
    return "right" if flat(there) == flat(here) else "wrong"

def main():
    answers = []
    for pair in json.load(sys.stdin):
        try:
            answers.append(judge(*pair))
        except OSError:
            answers.append("?")
        except (ValueError, IndexError, SyntaxError, RecursionError, UnicodeError):
            answers.append("wrong")
    json.dump(answers, sys.stdout)

warnings.simplefilter("ignore")
main()
`;
