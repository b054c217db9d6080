package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipmeter.notebook.jjava.Kernel.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every way to load clipmeter into the JJava of {@code pip install jjava}, with JJava's own kernelspec. {@link
 * KernelIT} tests the project's kernelspec.
 */
class RoutesIT {
    private static final Path TARGET = Path.of(System.getProperty("basedir", "."), "target")
            .toAbsolutePath()
            .normalize();
    private static final String VERSION = "0-routes";

    @TempDir
    private Path folder;

    @Test
    void theEnvironmentsClassPath() throws IOException {
        String classpath = jar() + File.pathSeparator + TARGET.resolve("kernel/lib") + "/*";
        try (Kernel kernel = Kernel.start("java", folder, Map.of("JJAVA_CLASSPATH", classpath))) {
            check(kernel);
        }
    }

    @Test
    void theClassPathMagic() throws IOException {
        try (Kernel kernel = Kernel.start("java", folder, Map.of())) {
            silent(kernel, "%classpath " + jar() + " " + TARGET.resolve("kernel/lib") + "/*.jar");
            check(kernel);
        }
    }

    @Test
    void theJarThatHoldsEverything() throws IOException {
        Path all = built("-all.jar");
        assumeTrue(Files.exists(all), "no " + all + ": built with -Dall.skip");
        try (Kernel kernel = Kernel.start("java", folder, Map.of())) {
            silent(kernel, "%classpath " + all);
            check(kernel);
        }
    }

    /**
     * Loads the build's own jar as an artifact. Its dependencies come from the local repository and not from the
     * network.
     */
    @Test
    void theMavenMagic() throws IOException {
        Path artifact = Files.createDirectories(folder.resolve("repository/org/clipmeter/clipmeter/" + VERSION));
        String pom = Files.readString(TARGET.resolveSibling("pom.xml"));
        String own = "<version>" + version() + "</version>";
        assertTrue(pom.contains(own), own);
        Files.writeString(
                artifact.resolve("clipmeter-" + VERSION + ".pom"),
                pom.replaceFirst(own, "<version>" + VERSION + "</version>"));
        Files.copy(jar(), artifact.resolve("clipmeter-" + VERSION + ".jar"));
        Path userHome = Path.of(System.getProperty("user.home"));
        Path maven = Path.of(System.getProperty(
                "localRepository", userHome.resolve(".m2/repository").toString()));
        Path home = folder.resolve("home");
        Files.writeString(
                Files.createDirectories(home.resolve(".m2")).resolve("settings.xml"),
                "<settings><mirrors><mirror><id>built-with</id><mirrorOf>central</mirrorOf><url>" + maven.toUri()
                        + "</url></mirror></mirrors></settings>");
        Map<String, String> environment = Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Duser.home=" + home,
                "DJL_CACHE_DIR",
                userHome.resolve(".djl.ai").toString());
        try (Kernel kernel = Kernel.start("java", folder, environment)) {
            silent(
                    kernel,
                    "%mavenRepo built " + folder.resolve("repository").toUri() + "\n%maven org.clipmeter:clipmeter:"
                            + VERSION);
            check(kernel);
        }
    }

    /** Checks the magics, their types, that every class exists once, and a score. */
    private static void check(Kernel kernel) throws IOException {
        Cell typed = kernel.run("Table t = %tifa --source shapes --limit 3", "t.rowCount()");
        assertEquals("3", typed.result());
        assertEquals(1, kernel.run("t").kept().size(), "a table is shown once");
        assertEquals(
                "true",
                kernel.run("Table.class.getClassLoader() == ClipMeter.class.getClassLoader()")
                        .result());
        for (String type : List.of("org/clipmeter/ClipMeter.class", "tech/tablesaw/api/Table.class")) {
            String found = "java.util.Collections.list(ClipMeter.class.getClassLoader().getResources(\"" + type
                    + "\")).size()";
            assertEquals("1", kernel.run(found).result(), type);
        }
        silent(kernel, "var drawn = Shapes.draw(lastPrompts(), java.nio.file.Path.of(\"images\"));");
        kernel.run("%clip model shapes");
        Cell scored = kernel.run("Table scores = %clip score images", "scores.rowCount()");
        assertEquals("3", scored.result(), scored::toString);
        assertTrue(Double.parseDouble(kernel.run("lastRun().value()").result()) > 10, "own pictures fit their prompts");
    }

    private static void silent(Kernel kernel, String code) throws IOException {
        Cell cell = kernel.run(code);
        assertTrue(cell.outputs().stream().noneMatch(shown -> shown.kind().equals("error")), cell.toString());
    }

    private static Path jar() {
        return built(".jar");
    }

    private static Path built(String ending) {
        return TARGET.resolve("clipmeter-" + version() + ending);
    }

    private static String version() {
        try (Stream<Path> files = Files.list(TARGET)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("clipmeter-\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\.jar"))
                    .map(name -> name.substring("clipmeter-".length(), name.length() - ".jar".length()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
