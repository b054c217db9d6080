package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.clipmeter.course.Exercise;
import org.clipmeter.course.Exercises;
import org.clipmeter.notebook.jjava.ExecutedNotebook.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lessons of the course, their grading, and the folder for a class, without any network. */
class CourseIT {
    private static final Path COURSE = ExecutedNotebook.PROJECT.resolve("notebooks/course");
    private static final String FIRST = "1-what-a-clip-score-is.ipynb";
    private static final String CHECK = "%clip check ";

    @TempDir
    private Path folder;

    static List<Path> lessons() throws IOException {
        try (Stream<Path> files = Files.list(COURSE)) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    /** As {@link NotebooksIT} compares the other notebooks: without their figures. */
    @ParameterizedTest
    @MethodSource("lessons")
    void aLessonShowsOfflineWhatItIsStoredWith(Path lesson) throws IOException, InterruptedException {
        assumeFalse(isWindows(), "the network is switched off on Linux and macOS only");
        Ran ran = ExecutedNotebook.offline(
                folder, Map.of("HF_HUB_OFFLINE", "1"), false, ExecutedNotebook.command(lesson, folder));
        assertEquals(0, ran.code(), ran.printed() + ran.log());
        System.out.println(
                lesson.getFileName() + ", " + ran.log().lines().findFirst().orElse(""));
        Path executed = folder.resolve(lesson.getFileName());
        assertEquals(List.of(), ExecutedNotebook.failures(executed));
        List<String> kept = ExecutedNotebook.outputs(lesson);
        assertTrue(kept.size() > 20, kept::toString);
        assertEquals(String.join("\n", kept), String.join("\n", ExecutedNotebook.outputs(executed)));
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void aLessonStandsAlone(Path lesson) {
        String number = lesson.getFileName().toString().replaceFirst("-.*", "");
        String prose = String.join("\n", sources(lesson, "markdown"));
        for (String part : List.of(
                "# Lesson " + number,
                "**Goals.**",
                "**You need**",
                "## Exercises",
                "## The same with your own",
                "## Sources")) {
            assertTrue(prose.contains(part), part);
        }
        List<String> own = Exercises.all().stream()
                .map(Exercise::id)
                .filter(id -> id.startsWith(number + "."))
                .toList();
        List<String> asked = sources(lesson, "code").stream()
                .filter(source -> source.startsWith(CHECK))
                .map(source -> source.substring(CHECK.length()).strip())
                .toList();
        assertEquals(own, asked, "cells of %clip check without an answer");
        assertTrue(own.size() >= 3 && own.size() <= 5, own::toString);
        assertEquals(own.size(), prose.split("<details>", -1).length - 1);
        assertEquals(own.size(), prose.split("</details>", -1).length - 1);
    }

    @Test
    void everyExerciseHasALesson() throws IOException {
        List<String> lessons = lessons().stream()
                .map(lesson -> lesson.getFileName().toString().replaceFirst("-.*", ""))
                .toList();
        for (Exercise exercise : Exercises.all()) {
            assertTrue(lessons.contains(exercise.id().replaceFirst("\\..*", "")), exercise::id);
        }
    }

    /** A class of two: one gives the answers of the lesson, the other a wrong one, and a cell of his fails. */
    @Test
    void aClassIsGradedWithOneCommand() throws IOException, InterruptedException {
        Path submissions = Files.createDirectories(folder.resolve("submissions"));
        JsonNode lesson = new JsonMapper().readTree(COURSE.resolve(FIRST).toFile());
        Map<String, String> answers =
                Map.of("1.1", "{factor}", "1.2", "0.665", "1.3", "spaces case", "1.4", "\"an orange circle\"");
        submit(lesson, submissions.resolve("ada.ipynb"), answers, factor());
        submit(lesson, submissions.resolve("ben.ipynb"), Map.of("1.2", "0.36"), "int broken = \"text\";");
        List<String> command = List.of(
                Kernel.python().toString(),
                ExecutedNotebook.PROJECT.resolve("src/build/grade.py").toString(),
                submissions.toString());
        Ran ran = ExecutedNotebook.offline(folder, Map.of("HF_HUB_OFFLINE", "1"), false, command);
        assertEquals(0, ran.code(), ran.printed() + ran.log());
        assertEquals(
                List.of(
                        "notebook,right,of,1.1,1.2,1.3,1.4,note",
                        "ada.ipynb,4,4,right,right,right,right,",
                        "ben.ipynb,0,4,open,not yet,open,open,1 cell failed"),
                Files.readAllLines(submissions.resolve("grades.csv")));
    }

    /** Whatever is handed in costs a row of the table, and never the grades of the others. */
    @Test
    void aNotebookThatCanNotBeReadCostsItsOwnRowOnly() throws IOException, InterruptedException {
        Path submissions = Files.createDirectories(folder.resolve("submissions"));
        String right = stored("[{\"output_type\": \"display_data\", \"metadata\": {}, \"data\": {\"text/plain\":"
                + " \"Exercise 1.2 right: x\\nExercise " + "9".repeat(5000) + ".1 right: x\"}}]");
        Files.writeString(submissions.resolve("=a.ipynb"), right);
        Files.writeString(submissions.resolve("b.ipynb"), right.substring(0, right.length() - 9));
        Files.writeString(submissions.resolve("c.ipynb"), "[".repeat(100_000));
        Files.writeString(submissions.resolve("d.ipynb"), stored("null"));
        Files.writeString(submissions.resolve("e.ipynb"), "[1, 2]");
        Files.writeString(submissions.resolve("f.ipynb"), right.replaceFirst("\"Exercise.*x\"", "5"));
        Files.createDirectory(submissions.resolve("g.ipynb"));
        List<String> command = List.of(
                Kernel.python().toString(),
                ExecutedNotebook.PROJECT.resolve("src/build/grade.py").toString(),
                submissions.toString(),
                "--as-stored");
        Ran ran = ExecutedNotebook.offline(folder, Map.of(), false, command);
        assertEquals(0, ran.code(), ran.printed() + ran.log());
        List<String> table = Files.readAllLines(submissions.resolve("grades.csv"));
        assertEquals(8, table.size(), table::toString);
        assertEquals(List.of("notebook,right,of,1.2,note", "'=a.ipynb,1,1,right,"), table.subList(0, 2));
        for (String row : table.subList(2, 8)) {
            assertTrue(row.matches("[b-g]\\.ipynb,0,0,,.*(not read: .+|shows no verdict on an exercise)\"?"), row);
        }
    }

    /** What a notebook showed before its cells ran on without an end, or ended the kernel, still counts. */
    @Test
    void aNotebookThatDoesNotEndIsStopped() throws IOException, InterruptedException {
        Path submissions = Files.createDirectories(folder.resolve("submissions"));
        String check = cell("%clip check 1.2 0.5") + ", ";
        String flood = cell("while (true) { System.out.println(\"x\".repeat(10_000)); }");
        Files.writeString(
                submissions.resolve("a flood.ipynb"), notebook(check + flood + ", " + cell("%clip check 1.2")));
        Files.writeString(submissions.resolve("das Ende.ipynb"), notebook(check + cell("System.exit(0);")));
        Files.writeString(submissions.resolve("empty.ipynb"), notebook(""));
        List<String> grade = List.of(
                Kernel.python().toString(),
                ExecutedNotebook.PROJECT.resolve("src/build/grade.py").toString(),
                submissions.toString());
        List<String> command = new ArrayList<>(grade);
        command.addAll(List.of("--notebook-minutes", "1"));
        Ran ran = ExecutedNotebook.offline(folder, Map.of("HF_HUB_OFFLINE", "1"), false, command);
        assertEquals(0, ran.code(), ran.printed() + ran.log());
        assertEquals(
                List.of(
                        "notebook,right,of,1.2,note",
                        "a flood.ipynb,0,1,not yet,stopped: the notebook took longer than 1 minutes",
                        "das Ende.ipynb,0,1,not yet,stopped: Kernel died",
                        "empty.ipynb,0,0,,shows no verdict on an exercise"),
                Files.readAllLines(submissions.resolve("grades.csv")));
        for (String wrong : List.of("0", "nan", "-1", "ten")) {
            command = new ArrayList<>(grade);
            command.addAll(List.of("--notebook-minutes", wrong));
            Ran refused = ExecutedNotebook.offline(folder, Map.of(), false, command);
            assertEquals(2, refused.code(), refused.printed() + refused.log());
        }
    }

    private static String cell(String source) {
        return "{\"cell_type\": \"code\", \"metadata\": {}, \"execution_count\": null, \"outputs\": [], \"source\": \""
                + source.replace("\"", "\\\"") + "\"}";
    }

    private static String notebook(String cells) {
        return "{\"nbformat\": 4, \"nbformat_minor\": 4, \"metadata\": {}, \"cells\": [" + cells + "]}";
    }

    private static String stored(String outputs) {
        return "{\"nbformat\": 4, \"nbformat_minor\": 4, \"metadata\": {}, \"cells\": [{\"cell_type\": \"code\", \"metadata\":"
                + " {}, \"execution_count\": 1, \"source\": \"%clip check 1.2 0.5\", \"outputs\": " + outputs + "}]}";
    }

    private static String factor() {
        return "double factor = five.doubleColumn(\"logits_per_image\").get(0)"
                + " / five.doubleColumn(\"cosine_similarity\").get(0);";
    }

    /** Writes what a class hands in: the cells of a lesson that its exercises need, with answers, and a cell before them. */
    private static void submit(JsonNode lesson, Path file, Map<String, String> answers, String before)
            throws IOException {
        ObjectNode notebook = lesson.deepCopy();
        List<JsonNode> cells = new ArrayList<>();
        for (JsonNode cell : notebook.get("cells")) {
            String source = ExecutedNotebook.source(cell);
            if (source.startsWith(CHECK)) {
                String id = source.substring(CHECK.length()).strip();
                String answered = (CHECK + id + " " + answers.getOrDefault(id, "")).strip();
                if (cells.stream().noneMatch(one -> ExecutedNotebook.source(one).startsWith(CHECK))) {
                    cells.add(
                            ((ObjectNode) cell.deepCopy()).put("source", before).put("id", "before"));
                }
                cells.add(((ObjectNode) cell).put("source", answered));
            } else if (cell.get("cell_type").asText().equals("code") && cells.size() < 4) {
                cells.add(cell); // the model, the picture, and the table of five texts
            }
        }
        notebook.putArray("cells").addAll(cells);
        new JsonMapper().writeValue(file.toFile(), notebook);
    }

    /** The folder is made from what the build has prepared, moved, and used without the network, this Java and these packages. */
    @Test
    void theFolderForAClassRunsElsewhereWithoutANetwork() throws IOException, InterruptedException {
        assumeFalse(isWindows(), "the network is switched off on Linux and macOS only");
        Path python = Kernel.python().toRealPath();
        Path made = Files.createDirectories(folder.resolve("made"));
        Files.writeString(made.resolve("INCOMPLETE.txt"), "the making was stopped before");
        Files.createDirectories(made.resolve("share/half"));
        List<String> make = List.of(
                python.toString(),
                ExecutedNotebook.PROJECT.resolve("src/build/course.py").toString(),
                "stick",
                "--prepared",
                made.toString());
        Ran built = ExecutedNotebook.offline(folder, Map.of(), false, make);
        assertEquals(0, built.code(), built.printed() + built.log());
        System.out.println(built.printed().strip());
        Path moved = Files.move(made, folder.resolve("a stick"));
        Path programs = Files.createDirectories(folder.resolve("bin")); // no java, no pip, no jupyter
        for (String program : List.of("dirname", "sed")) {
            Files.createSymbolicLink(programs.resolve(program), Path.of("/usr/bin", program));
        }
        Map<String, String> environment = Map.of(
                "PATH", programs.toString(),
                "PYTHON", python.toString(),
                "HOME", Files.createDirectories(folder.resolve("home")).toString(),
                "DJL_CACHE_DIR", folder.resolve("djl").toString(),
                "CLIPMETER_CACHE", "off");
        List<String> start = List.of(
                "/bin/sh",
                moved.resolve("start.sh").toString(),
                "run",
                moved.resolve("notebooks/course").resolve(FIRST).toString(),
                folder.resolve("results").toString());
        Ran ran = ExecutedNotebook.offline(folder, environment, true, start);
        assertEquals(0, ran.code(), ran.printed() + ran.log());
        System.out.println(
                "the folder for a class, " + ran.log().lines().findFirst().orElse(""));
        Path executed = folder.resolve("results").resolve(FIRST);
        assertEquals(List.of(), ExecutedNotebook.failures(executed));
        assertEquals(ExecutedNotebook.outputs(COURSE.resolve(FIRST)), ExecutedNotebook.outputs(executed));
        List<String> lab = List.of("/bin/sh", moved.resolve("start.sh").toString(), "--version");
        Ran version = ExecutedNotebook.offline(folder, environment, true, lab);
        assertEquals(0, version.code(), version.printed() + version.log());
        assertTrue(
                version.printed().strip().matches("[0-9.]+"),
                version.printed()); // JupyterLab's, which loads its server first
    }

    @Test
    void aFolderForAClassIsMadeOnlyWhereNothingIsLost() throws IOException, InterruptedException {
        assumeFalse(isWindows(), "a colon separates folders on Linux and macOS only");
        Path foreign = Files.createDirectories(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("needs.json"), "{\"npm\": 1}");
        Path mine = Files.writeString(
                Files.createDirectories(foreign.resolve("java")).resolve("mine"), "x");
        Map<String, String> refusals = Map.of(
                foreign.toString(), "has files that this command did not make",
                folder.resolve("a:b").toString(), "has a : in its name",
                mine.toString(), "is a file",
                mine.resolve("in").toString(), "can't be written");
        for (Map.Entry<String, String> refusal : refusals.entrySet()) {
            List<String> make = List.of(
                    Kernel.python().toRealPath().toString(),
                    ExecutedNotebook.PROJECT.resolve("src/build/course.py").toString(),
                    "stick",
                    "--prepared",
                    refusal.getKey());
            Ran ran = ExecutedNotebook.offline(folder, Map.of(), false, make);
            assertTrue(ran.code() == 1 || ran.code() == 2, ran.printed() + ran.log());
            String said = ran.printed() + ran.log();
            assertTrue(said.contains(refusal.getValue()) && !said.contains("Traceback"), said);
        }
        assertEquals("x", Files.readString(mine));
        Path half = Files.createDirectories(folder.resolve("half"));
        Path start = Files.copy(ExecutedNotebook.PROJECT.resolve("src/build/stick/start.sh"), half.resolve("start.sh"));
        Ran ran = ExecutedNotebook.offline(folder, Map.of(), false, List.of("/bin/sh", start.toString()));
        assertEquals(2, ran.code(), ran.printed() + ran.log());
        assertTrue((ran.printed() + ran.log()).contains("This folder is not complete"), ran.printed() + ran.log());
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private static List<String> sources(Path notebook, String type) {
        return StreamSupport.stream(ExecutedNotebook.cells(notebook).spliterator(), false)
                .filter(cell -> cell.get("cell_type").asText().equals(type))
                .map(ExecutedNotebook::source)
                .toList();
    }
}
