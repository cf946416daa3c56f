"""Joins the caller's ES modules into three files, so that a slow line asks seldom. Plain Python.

`app` holds the entry and what it imports; `talk` what `app` reaches by `await import("./x.js")`; `rest`
what only `talk` and `rest` reach so. Each module keeps a scope of its own. See
docs/adr/0017-three-files-for-the-caller.md.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|const|class) (\w+))", re.MULTILINE)
LATER = re.compile(r'\bimport\("\./([\w-]+)\.js"\)')
BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# What would be joined wrongly: other forms of import and export, and names that change after export.
UNKNOWN = re.compile(r"^(?:import\b(?!\()|export\b)", re.MULTILINE)


class CannotBundle(ValueError):
    """A module uses a form that is not joined, or modules import each other in a circle."""


@dataclass(frozen=True)
class Module:
    """One module: its text without imports and exports, and what it needs and gives."""

    name: str
    body: str
    imports: Mapping[str, str]  # module name to the names between the braces
    later: tuple[str, ...]
    exports: tuple[str, ...]

    def joined(self) -> str:
        """Return the module as one entry of M."""
        needs = "".join(f'const {{{names}}}=M["{name}"];\n' for name, names in self.imports.items())
        gives = ",".join(self.exports)
        return f'M["{self.name}"]=(()=>{{\n{needs}{self.body}return {{{gives}}};\n}})();\n'


FILES = ("app", "talk", "rest")


def bundle(folder: Path, *, entry: str = "main") -> dict[str, str]:
    """Join the modules of `folder` from `entry` on; return the text of each of FILES. Raises CannotBundle.

    `talk` and `rest` are fetched at most once, with the page's language. Each hands what the server puts
    before it as `MORE` to the `take` of the module `page`.
    """
    modules = {
        path.stem: read_module(path.stem, path.read_text(encoding="utf-8")) for path in folder.glob("*.js")
    }
    first = _in_order([entry], modules)
    second = [name for name in _in_order(_reached(first, modules), modules) if name not in first]
    deeper = _in_order(_all_reached(second, modules), modules)
    third = [name for name in deeper if name not in first and name not in second]
    where = ",".join([*(f'"{name}":"talk"' for name in second), *(f'"{name}":"rest"' for name in third)])
    return {
        "app": LOADER.replace("WHERE", f"{{{where}}}") + "".join(modules[name].joined() for name in first),
        "talk": _opened(modules[name] for name in second),
        "rest": _opened(modules[name] for name in third),
    }


# Gives a module of another file: fetched once, tried again when the line failed.
LOADER = """const M={},HELD={},FILE=WHERE;
M.later=async(name)=>{
const file=FILE[name];
if(file){
const address=`./${file}.js?lang=${document.documentElement.lang}`;
HELD[file]??=import(address).catch((error)=>{HELD[file]=null;throw error});
(await HELD[file]).open(M);
}
return M[name];
};
"""


def _opened(modules: Iterable[Module]) -> str:
    """Return a file whose modules run when it is opened, once, behind the data that they need."""
    return (
        'let done=false;\nexport function open(M){\nif(done)return;done=true;\nM["page"].take(MORE);\n'
        + "".join(module.joined() for module in modules)
        + "}\n"
    )


def read_module(name: str, text: str) -> Module:
    """Return one module taken apart. Raises CannotBundle."""
    imports = {found[2]: " ".join(found[1].replace(" as ", ":").split()) for found in IMPORT.finditer(text)}
    body = IMPORT.sub("", text)
    exports = tuple(EXPORT.findall(body))
    body = EXPORT.sub("", body)
    if strange := UNKNOWN.search(body):
        line = body[strange.start() :].split("\n", 1)[0]
        raise CannotBundle(f"{name}.js: this form is not joined: {line}")
    later = tuple(LATER.findall(body))
    body = LATER.sub(r'M.later("\1")', body)
    return Module(name, lean(body, name=f"{name}.js"), imports, later, exports)


def lean(text: str, *, name: str = "") -> str:
    """Return code without comments of their own lines, indentation and empty lines. Raises CannotBundle."""
    kept = []
    in_comment = False
    for line in text.split("\n"):
        bare = line.strip()
        if in_comment or bare.startswith("/*"):
            in_comment = not bare.endswith("*/")
            continue
        if bare.count("`") % 2:
            raise CannotBundle(f"{name}: a template that goes over several lines: {bare}")
        if bare and not bare.startswith("//"):
            kept.append(bare)
    return "\n".join(kept) + "\n"


def lean_css(texts: Iterable[str]) -> str:
    """Return style sheets joined, without comments, indentation and empty lines."""
    lines = (line.strip() for text in texts for line in BLOCK_COMMENT.sub("", text).split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def _in_order(names: Iterable[str], modules: Mapping[str, Module]) -> list[str]:
    """Return the modules and all they import, each behind what it needs."""
    order: list[str] = []

    def add(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise CannotBundle(f"modules import each other: {' > '.join([*above, name])}")
        if name in order:
            return
        if name not in modules:
            raise CannotBundle(f"there is no {name}.js")
        for needed in modules[name].imports:
            add(needed, (*above, name))
        order.append(name)

    for name in names:
        add(name, ())
    return order


def _reached(names: Iterable[str], modules: Mapping[str, Module]) -> list[str]:
    """Return what these modules reach by dynamic imports of their own."""
    return [later for name in names for later in modules[name].later]


def _all_reached(names: Iterable[str], modules: Mapping[str, Module]) -> list[str]:
    """Return what these modules reach by dynamic imports, through however many."""
    found: list[str] = []
    looked = list(names)
    while looked:
        for name in _reached([looked.pop()], modules):
            if name not in found:
                found.append(name)
                looked += _in_order([name], modules)
    return found
