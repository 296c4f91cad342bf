"""Packs what gpu-check.sh needs on a machine that has a GPU, Python with torch, and no network: gpu-check.sh --pack calls it.

    python3 gpu-pack.py REPOSITORY PARITY FOLDER

Packed are the distribution, a Java of the modules that Growth uses, the suite for engines with JUnit, and the files of PyTorch that it
compares with. What no check asks for is left out of its bundle, while the bundle and its manifest stay, so that everything resolves as
ever. Libraries are compressed with a filter for x86, apart from the rest, which that filter would make larger.
"""
import glob, lzma, os, re, shutil, subprocess, sys, tarfile, tempfile, zipfile

LIMIT = 55_000_000  # bytes of all files: some machines take 64 MiB at once, sources among them
MODULES = ("java.base java.compiler java.logging java.management java.naming java.net.http java.sql java.xml jdk.crypto.ec"
           " jdk.incubator.vector jdk.management jdk.unsupported jdk.zipfs").split()
# packages of java.desktop, which is left out, that bundles name: the framework offers them, and no check reads an image
EMPTY = ("javax.imageio", "javax.imageio.event", "javax.imageio.stream")
PLATFORMS = ("aarch64", "osx-", "win-", "win32", "windows", "darwin", "aix-", "freebsd", "openbsd", "dragonfly", "sunos", "android",
             "linux-arm", "linux-ppc", "linux-s390", "linux-mips", "linux-loongarch", "linux-riscv", "linux-x86/")
# What stays out of each bundle, by the beginning of its name: tokenizers other than bytes, corpora in Parquet and Zstandard, the web
# server, oneDNN (BLAS computes instead), OpenBLAS's headers and a library that nothing loads. (ND4J loads both other JNI libraries of OpenBLAS.)
WITHOUT = {
    "growth.lib.tokenizers": ("native/lib/",),
    "growth.lib.corpus": ("shaded/", "org/apache/parquet/", "linux/", "parquet.thrift"),
    "org.apache.felix.http.jetty": ("org/", "META-INF/services"),
    "openblas": ("include/", "jniopenblas_full"),
    "dnnl": ("",),
}
# ND4J's loops over arrays, by what compilers call them, and numbers of which Growth has no arrays
LOOPS = re.compile(r"\bfunctions::|sd::ops::helpers::|\bsimdOps::|sd::reduce|sd::\w*Loops|sd::\w+Methods|sd::quickSort")
OTHER_NUMBERS = re.compile(r"float16|\bunsigned (char|short|int)\b|\bsigned char\b|\bshort\b|<unsigned long\b|, unsigned long>")
JUNIT = ("org/junit/jupiter/junit-jupiter-api/5.11.4", "org/junit/jupiter/junit-jupiter-engine/5.11.4",
         "org/junit/jupiter/junit-jupiter-params/5.11.4", "org/junit/platform/junit-platform-launcher/1.11.4",
         "org/junit/platform/junit-platform-engine/1.11.4", "org/junit/platform/junit-platform-commons/1.11.4",
         "org/opentest4j/opentest4j/1.3.0", "org/assertj/assertj-core/3.27.3", "net/bytebuddy/byte-buddy/1.15.11")


def trimmed(library):
    """Returns ND4J's library without symbols, and with the code for numbers that Growth never makes overwritten by breakpoints.

    Of 278 MB of code 240 are its loops for every combination of twelve kinds of numbers. What would be called all the same ends the
    process at once, with the name of the library in Java's report.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "library.so")
        with open(path, "wb") as file:
            file.write(library)
        sections = subprocess.run(["readelf", "-S", "-W", path], check=True, capture_output=True, text=True).stdout
        address, offset = (int(x, 16) for x in re.search(r" [.]text +PROGBITS +(\w+) (\w+)", sections).groups())
        symbols = subprocess.run(["nm", "-S", "-C", "--defined-only", path], check=True, capture_output=True, text=True).stdout
        functions = {}
        for at, size, name in re.findall(r"^(\w+) (\w+) [tTwW] (.*)$", symbols, re.M):
            functions.setdefault(int(at, 16), []).append((int(size, 16), name))
        code = bytearray(library)
        for at, names in functions.items():
            if all(LOOPS.search(name) and OTHER_NUMBERS.search(name) for _, name in names):
                begin, size = at - address + offset, min(size for size, _ in names)
                code[begin:begin + size] = b"\xcc" * size
        with open(path, "wb") as file:
            file.write(code)
        subprocess.run(["strip", "--strip-unneeded", path], check=True)
        with open(path, "rb") as file:
            return file.read()


def repack(jar):
    """Writes a jar anew: without what stays out, and stored, for the archive around it to compress."""
    without = next((w for begin, w in WITHOUT.items() if os.path.basename(jar).startswith(begin)), ())
    with zipfile.ZipFile(jar) as old, zipfile.ZipFile(jar + ".new", "w", zipfile.ZIP_STORED) as new:
        for entry in old.infolist():
            name = entry.filename
            if any(w in name if jar.endswith("openblas.jar") else name.startswith(w) for w in without):
                continue
            if not name.endswith(".class") and any(p in name for p in PLATFORMS):
                continue
            data = old.read(entry)
            new.writestr(name, trimmed(data) if name.endswith("libnd4jcpu.so") else data)
    os.replace(jar + ".new", jar)


def runtime(to):
    """Makes a Java of the modules that are needed."""
    java = os.environ.get("JAVA_HOME") or os.path.dirname(os.path.dirname(os.path.realpath(shutil.which("java"))))
    subprocess.run([os.path.join(java, "bin", "jlink"), "--add-modules", ",".join(MODULES), "--strip-debug",
                    "--no-man-pages", "--no-header-files", "--compress=0", "--output", to], check=True)


def settings(path):
    """Lets the framework offer packages of modules that are left out, so that the bundles that name them resolve."""
    key = "org.osgi.framework.system.packages.extra="
    with open(path) as file:
        text = file.read()
    if key not in text:
        sys.exit(f"gpu-pack: {path} has no {key}")
    with open(path, "w") as file:
        file.write(text.replace(key, key + ",".join(EMPTY) + ","))


def checks(repository, to):
    """Copies the suite for engines, which runs from a class path."""
    os.mkdir(to)
    m2 = os.environ.get("M2", os.path.expanduser("~/.m2/repository"))
    jars = [j for module in ("growth.engine.conformance", "growth.reference")
            for j in glob.glob(os.path.join(repository, module, "target", module + "-*.jar"))]
    jars += [j for folder in JUNIT for j in glob.glob(os.path.join(m2, folder, "*[0-9].jar"))]
    if len(jars) != 2 + len(JUNIT):
        sys.exit("gpu-pack: of the suite and JUnit only these are there: " + " ".join(jars))
    for jar in jars:
        repack(shutil.copy(jar, to))
    shutil.copytree(os.path.join(repository, "growth.engine.torch", "target", "test-classes"), os.path.join(to, "classes"))


def archive(folder, path, filters, wanted):
    """Compresses the files of a folder of which wanted(name) holds; says how large they were."""
    filters = [*filters, {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 64 << 20}]
    whole = 0
    with lzma.open(path, "wb", filters=filters) as out, tarfile.open(fileobj=out, mode="w|") as tar:
        for root, _, files in sorted(os.walk(folder)):
            for file in sorted(files, key=lambda f: (os.path.splitext(f)[1], f)):
                name = os.path.relpath(os.path.join(root, file), folder)
                if wanted(name):
                    tar.add(os.path.join(folder, name), name)
                    whole += os.path.getsize(os.path.join(folder, name))
    print(f"gpu-check: packed {os.path.basename(path)}, {os.path.getsize(path) / 1e6:.1f} MB of {whole / 1e6:.1f} MB", flush=True)


def native(name):
    """Tells whether a file is a library, or a jar of libraries."""
    return name.startswith("growth/bundle/growth.lib.nd4j.natives/lib/") or (name.startswith("runtime/lib/") and name.endswith(".so"))


def main():
    repository, parity, to = map(os.path.abspath, sys.argv[1:])
    here, home = os.path.dirname(os.path.abspath(__file__)), os.path.join(repository, "growth.dist", "target", "growth")
    os.makedirs(to, exist_ok=True)
    with tempfile.TemporaryDirectory() as pack:
        shutil.copytree(home, os.path.join(pack, "growth"), ignore=lambda folder, names: ["repository"] if folder == home else [])
        for jar in glob.glob(os.path.join(pack, "growth", "**", "*.jar"), recursive=True):
            repack(jar)
        settings(os.path.join(pack, "growth", "conf", "framework.properties"))
        runtime(os.path.join(pack, "runtime"))
        checks(repository, os.path.join(pack, "checks"))
        shutil.copytree(parity, os.path.join(pack, "parity"))
        archive(pack, os.path.join(to, "growth.tar.xz"), [], lambda name: not native(name))
        archive(pack, os.path.join(to, "libraries.tar.xz"), [{"id": lzma.FILTER_X86}], native)
    for file in ("gpu-check.sh", "peer.py"):
        shutil.copy(os.path.join(here, file), to)
    size = sum(os.path.getsize(os.path.join(to, f)) for f in os.listdir(to))
    print(f"gpu-check: packed {size / 1e6:.1f} MB in all into {to}")
    if size > LIMIT:
        sys.exit(f"gpu-check: that is more than {LIMIT / 1e6:.0f} MB, which is too much for machines that take 64 MiB with sources")


if __name__ == "__main__":
    main()
