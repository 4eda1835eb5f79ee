"""Apache Jena Fuseki from Maven Central, in memory and over TDB2."""

from __future__ import annotations

from pathlib import Path

from bench.endpoint.servers.server import Data, Running, UnavailableError, free_port, run

VERSION = "5.6.0"
# Java compiles what is asked often while it is asked: its rate goes on rising for so long.
_WARM_UP = 12.0
_LOG4J = "2.25.2"
_MAIN = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"
_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bench</groupId><artifactId>fuseki</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.jena</groupId><artifactId>jena-fuseki-main</artifactId><version>{VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j2-impl</artifactId><version>{_LOG4J}</version>
    </dependency>
  </dependencies>
</project>
"""
# Fuseki logs two lines a request by default; no other server here logs any.
_QUIET = """rootLogger.level = WARN
rootLogger.appenderRef.out.ref = out
appender.out.type = Console
appender.out.name = out
"""


class _Fuseki:
    sizes = ("82k", "811k")
    path = "/ds"

    def fetch(self, cache: Path) -> None:
        """Have Maven copy it and what it depends on into one folder."""
        folder = cache / "fuseki"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pom.xml").write_text(_POM, encoding="utf-8")
        goal = ["dependency:copy-dependencies", "-DoutputDirectory=lib", "-DincludeScope=runtime"]
        run(["mvn", "-q", "-B", *goal], seconds=600, folder=folder)

    def version(self, cache: Path) -> str:
        """Its version and Java's."""
        libraries = cache / "fuseki" / "lib"
        if not (libraries / f"jena-fuseki-main-{VERSION}.jar").is_file():
            raise UnavailableError("not there; --fetch copies it from Maven Central")
        java = run(["java", "--version"], seconds=30).split()
        return f"{VERSION} (Java {java[1]})"

    def _java(self, cache: Path, *arguments: str) -> list[str]:
        logging = cache / "fuseki" / "log4j2.properties"
        logging.write_text(_QUIET, encoding="utf-8")
        options = ["-Xmx4g", f"-Dlog4j2.configurationFile={logging}", f"-Dlog4j.configurationFile={logging}"]
        return ["java", *options, "-cp", str(cache / "fuseki" / "lib" / "*"), *arguments]

    def _serve(self, cache: Path, folder: Path, *source: str) -> Running:
        folder.mkdir(parents=True, exist_ok=True)
        port = free_port()
        command = self._java(cache, _MAIN, "--localhost", f"--port={port}", *source, self.path)
        return Running(command, port=port, path=self.path, folder=folder, seconds=180, warm_up=_WARM_UP)


class FusekiInMemory(_Fuseki):
    """The graph in Fuseki's transactional memory."""

    name = "Fuseki in memory"

    def start(self, cache: Path, data: Data) -> Running:
        """Start it on the file, which it reads first."""
        return self._serve(cache, data.folder / "fuseki-memory", f"--file={data.file}")


class FusekiTdb2(_Fuseki):
    """The graph in TDB2, Jena's store on disk."""

    name = "Fuseki TDB2"

    def start(self, cache: Path, data: Data) -> Running:
        """Load the graph into a store on disk once, and serve that."""
        folder = data.folder / "fuseki-tdb2"
        store = folder / "store"
        if not store.exists():
            folder.mkdir(parents=True, exist_ok=True)
            run(self._java(cache, "tdb2.tdbloader", f"--loc={store}", str(data.file)), seconds=600)
        return self._serve(cache, folder, "--tdb2", f"--loc={store}")
