package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clipmeter.generate.StandInService;
import org.clipmeter.notebook.jjava.Kernel.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README prints works as it is printed: its program with its dependency, and its cells. */
class ReadmeIT {
    private static final Path ROOT =
            Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");

    /**
     * What the README downloads, and what stands for it here: the bundled model for all others, and drawn pictures for those of a
     * real technique.
     */
    private static final Map<String, String> OFFLINE = Map.of(
            "%tifa --limit 300", "%tifa --source shapes --limit 24",
            "%clip model L/14", "%clip model shapes",
            "%clip model B/32", "%clip model shapes",
            "%clip model laion/CLIP-ViT-B-32-laion2B-s34B-b79K", "%clip model shapes");

    @Test
    void theProgramRunsWithTheDependencyAsPrinted(@TempDir Path scratch) throws Exception {
        Path repository = install(scratch);
        Path project = Files.createDirectories(scratch.resolve("project"));
        Files.writeString(project.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>example</groupId>
                  <artifactId>example</artifactId>
                  <version>1</version>
                  <dependencies>
                """ + block("xml") + "  </dependencies>\n</project>\n");
        Path classpath = project.resolve("classpath.txt");
        run(
                project,
                maven(
                        repository,
                        "dependency:build-classpath",
                        "-Dmdep.outputFile=" + classpath,
                        "-f",
                        project.resolve("pom.xml").toString()));
        String jars = Files.readString(classpath);
        assertFalse(jars.contains("slf4j-nop"), "a program's own logging would be silenced");
        Files.writeString(project.resolve("FirstScore.java"), block("java"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String printed = run(
                project, List.of(java.toString(), "-cp", jars.strip(), "-Djava.awt.headless=true", "FirstScore.java"));
        assertTrue(printed.contains("CLIP Score "), printed);
        assertTrue(printed.contains("evaluated 24 of 24"), printed);
        try (Stream<Path> drawn = Files.list(project.resolve("images"))) {
            assertEquals(25, drawn.count(), "24 pictures and their manifest");
        }
    }

    @Test
    void theCellsRunAsPrinted(@TempDir Path folder) throws IOException {
        List<String> cells = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(readme());
        while (blocks.find()) {
            if (blocks.group(1).isEmpty() && blocks.group(2).contains("%")) {
                cells.add(blocks.group(2));
            }
        }
        assertEquals(5, cells.size(), "the README's blocks with magics");
        try (Kernel kernel = Kernel.start(folder, Map.of());
                StandInService service = StandInService.webUi()) {
            for (String cell : cells) {
                drawPictures(kernel, cell);
                for (String line : cell.strip().split("\n", -1)) {
                    String offline = line.replace("http://127.0.0.1:7860", service.base());
                    for (Map.Entry<String, String> stand : OFFLINE.entrySet()) {
                        offline = offline.replace(stand.getKey(), stand.getValue());
                    }
                    Cell ran = kernel.run(offline);
                    assertTrue(
                            ran.outputs().stream()
                                    .noneMatch(shown -> shown.kind().equals("error")
                                            || shown.kind().equals("stream")),
                            () -> line + "\n" + ran);
                }
            }
        }
    }

    /** Pictures for the prompts, where a cell scores those of a technique. */
    private static void drawPictures(Kernel kernel, String cell) throws IOException {
        if (cell.contains("results/uce/images")) {
            Cell drawn = kernel.run(
                    "%tifa --source shapes --limit 24",
                    "var made = Shapes.draw(lastPrompts(), java.nio.file.Path.of(\"results/uce/images\"));");
            assertEquals(List.of(), drawn.kept(), drawn::toString);
        }
    }

    /** Installs a copy of this project with the README's own line, into a repository of its own. */
    private static Path install(Path scratch) throws Exception {
        Matcher line = Pattern.compile("`\\./mvnw ([^`]*\\binstall)`").matcher(readme());
        assertTrue(line.find(), "the README has no line that installs the library");
        Path copy = Files.createDirectories(scratch.resolve("copy"));
        for (String name :
                List.of("pom.xml", "src", ".mvn", "kernel.json", "LICENSE", "README.md", "TROUBLESHOOTING.md")) {
            copy(ROOT.resolve(name), copy.resolve(name));
        }
        Path repository = scratch.resolve("repository");
        List<String> arguments = new ArrayList<>(Arrays.asList(line.group(1).split(" ", -1)));
        arguments.addAll(List.of("-f", copy.resolve("pom.xml").toString()));
        run(copy, maven(repository, arguments.toArray(String[]::new)));
        return repository;
    }

    /** A Maven of this build's version that writes to one repository and reads what is missing there from the user's. */
    private static List<String> maven(Path repository, String... arguments) {
        boolean windows = File.separatorChar == '\\';
        List<String> command = new ArrayList<>(
                List.of(ROOT.resolve(windows ? "mvnw.cmd" : "mvnw").toString(), "-B"));
        command.add("-Dmaven.repo.local=" + repository);
        command.add("-Dmaven.repo.local.tail=" + System.getProperty("repository"));
        command.add("-Dmaven.repo.local.tail.ignoreAvailability=true");
        command.addAll(List.of(arguments));
        return command;
    }

    private static String run(Path folder, List<String> command) throws Exception {
        Path log = Files.createTempFile(folder, "run", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("CLIPMETER_CACHE", "off");
        Process process = builder.start();
        boolean ended = process.waitFor(15, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(log, StandardCharsets.UTF_8);
        assertTrue(ended && process.exitValue() == 0, () -> String.join(" ", command) + "\n" + printed);
        return printed;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** The only block of the README in a language. */
    private static String block(String language) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(readme());
        while (blocks.find()) {
            if (blocks.group(1).equals(language)) {
                found.add(blocks.group(2));
            }
        }
        assertEquals(1, found.size(), "the README's blocks of " + language);
        return found.get(0);
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md")).replace("\r\n", "\n");
    }
}
