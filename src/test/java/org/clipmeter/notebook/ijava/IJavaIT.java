package org.clipmeter.notebook.ijava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.clipmeter.notebook.jjava.EveryKernel;
import org.clipmeter.notebook.jjava.Kernel;
import org.clipmeter.notebook.jjava.Kernel.Cell;
import org.clipmeter.notebook.jjava.Kernel.Shown;
import org.clipmeter.notebook.kernel.CellNames;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The magics in a kernel that behaves like IJava, loaded from the jar that holds everything. */
class IJavaIT extends EveryKernel {
    private static final String INSTALL = "org.clipmeter.notebook.ijava.Clipmeter.install();";
    private static final Path TARGET = Path.of(System.getProperty("basedir", "."), "target")
            .toAbsolutePath()
            .normalize();

    private static Path jupyter;

    /** Starts as a user does: a magic loads the jar, and a line in a cell installs the magics. */
    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        jupyter = writeKernelspec(folder.resolve("jupyter"));
        kernel = start(folder, Map.of());
        Cell jars = kernel.run("%jars " + all(), INSTALL);
        assertEquals(List.of(), jars.outputs(), jars::toString);
        Cell again = kernel.run(INSTALL);
        assertEquals(List.of(), again.outputs(), again::toString);
        draw();
    }

    @Test
    void aTableIsTyped() throws IOException {
        assertEquals(
                "5",
                kernel.run("Table t = %tifa --source shapes --limit 5", "t.rowCount()")
                        .result());
    }

    @Test
    void theKernelsOwnLibrariesComeFirstAndOursExistOnce() throws IOException {
        assertTrue(
                kernel.run("com.google.gson.Gson.class.getProtectionDomain().getCodeSource().getLocation().toString()")
                        .result()
                        .endsWith("gson-2.8.5.jar"));
        assertEquals(
                "true",
                kernel.run("Table.class.getClassLoader() == ClipMeter.class.getClassLoader()")
                        .result());
        assertEquals(
                "1",
                kernel.run(
                                "Collections.list(Table.class.getClassLoader().getResources(\"tech/tablesaw/api/Table.class\")).size()")
                        .result());
    }

    @Test
    void aUserMayDeclareEveryNameThatClipmeterBrings(@TempDir Path folder) throws Exception {
        Set<String> names = CellNames.all();
        try (Kernel own = start(folder, Map.of())) {
            own.run("%jars " + all(), INSTALL);
            for (String cell : CellNames.declarations(names)) {
                Cell declared = own.run(cell);
                assertEquals(List.of(), declared.outputs(), declared::toString);
            }
            assertEquals(
                    Integer.toString(111 * names.size()),
                    own.run(CellNames.use(names)).result());
            own.run("%tifa --source shapes --limit 3 -o after");
            assertEquals("3", own.run("after.rowCount()").result());
        }
    }

    @Test
    void aBareMagicShowsItsTable() throws IOException {
        Cell cell = kernel.run("%tifa --source shapes --limit 5");
        Shown shown = only(cell);
        assertEquals("display_data", shown.kind());
        assertTrue(shown.data().get("text/html").contains("<table"), cell.toString());
        assertTrue(shown.plain().endsWith("5 rows"), cell.toString());
    }

    @Test
    void aMagicThatIsNotTheLastLineShowsNothing() throws IOException {
        Cell cell = kernel.run("%tifa --source shapes --limit 5", "1 + 1");
        assertEquals("2", only(cell).plain(), cell.toString());
    }

    @Test
    void aCellMagicShowsItsTable() throws IOException {
        Cell cell = kernel.run("%%tifa --source shapes", "--limit 4");
        assertTrue(only(cell).plain().endsWith("4 rows"), cell.toString());
    }

    @Test
    void aTableIsShownOnceAsACellsValue() throws IOException {
        kernel.run("Table shown = %tifa --source shapes --limit 3");
        Cell cell = kernel.run("shown");
        assertEquals("execute_result", only(cell).kind());
        assertTrue(only(cell).data().get("text/html").contains("<table"), cell.toString());
    }

    @Test
    void scoringShowsProgressSummaryHistogramAndTable() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run("%tifa --source shapes --limit 24");
        Cell cell = kernel.run("%clip score images -o scores");
        List<Shown> kept = cell.kept();
        assertEquals(4, kept.size(), cell.toString());
        assertTrue(kept.get(0).plain().startsWith("24 of 24 images"), cell.toString());
        assertTrue(kept.get(1).plain().startsWith("CLIP Score "), cell.toString());
        assertTrue(kept.get(2).data().get("image/png").startsWith("iVBOR"), cell.toString());
        assertTrue(kept.get(3).plain().endsWith("24 rows"), cell.toString());
        assertTrue(Double.parseDouble(kernel.run("lastRun().value()").result()) > 10, "own pictures fit their prompts");
        assertTrue(cell.outputs().stream().noneMatch(shown -> shown.kind().equals("stream")), cell.toString());
    }

    @Test
    void aComparisonShowsItsSummaryItsChartAndItsTable() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run("%tifa --source shapes --limit 24");
        Cell cell = kernel.run("%clip compare one=images two=images");
        List<Shown> kept = cell.kept();
        assertTrue(kept.get(kept.size() - 3).plain().startsWith("two against one: Δ +0.0000"), cell.toString());
        assertTrue(kept.get(kept.size() - 2).data().get("image/png").startsWith("iVBOR"), cell.toString());
        assertTrue(kept.get(kept.size() - 1).plain().endsWith("comparison: 1 row"), cell.toString());
    }

    @Test
    void aChartIsADrawingForWhoAsksForSvg() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run("%clip score images --prompts shapes");
        Map<String, String> forms = kernel.run(
                        "var running = io.github.spencerpark.ijava.IJava.getKernelInstance();",
                        "running.display(running.getRenderer().renderAs(lastRun().histogram(), \"image/svg+xml\"));")
                .outputs()
                .get(0)
                .data();
        assertTrue(forms.getOrDefault("image/svg+xml", "").contains("<svg"), forms.keySet()::toString);
        assertFalse(forms.containsKey("image/png"), forms.keySet()::toString);
    }

    @Test
    void anInterruptedScoringSaysHowFarItCameAndTheKernelLivesOn() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run("%tifa --source shapes --limit 24");
        Cell cell = kernel.runAndInterrupt("%clip score images --batch 1", "of 24 images");
        List<String> lines = cell.kept().stream()
                .map(Shown::plain)
                .filter(plain -> plain.contains("cancelled"))
                .toList();
        assertEquals(1, lines.size(), cell.toString());
        assertTrue(
                Pattern.compile("%clip score: cancelled at \\d+ of 24 images; run the cell again to start over")
                        .matcher(cell.error())
                        .find(),
                cell.toString());
        Cell sum = kernel.run("1 + 1");
        assertEquals("2", only(sum).plain());
        Cell again = kernel.run("%clip score images");
        assertTrue(again.kept().get(0).plain().startsWith("24 of 24 images"), again.toString());
    }

    @Test
    void aCellMagicScoresWithTheArgumentsOfItsLines() throws IOException {
        kernel.run("%clip model shapes");
        Cell cell = kernel.run("%%clip score", "images // drawn", "--prompts shapes --limit 24", "-o body");
        assertTrue(cell.kept().get(0).plain().startsWith("24 of 24 images"), cell.toString());
        assertEquals("24", kernel.run("body.rowCount()").result());
    }

    @Test
    void aRunIsNamedAfterTheVariableItIsAssignedTo() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run("%tifa --source shapes --limit 24");
        kernel.run("Table uce = %clip score images");
        assertEquals("uce", kernel.run("lastRun().name()").result());
    }

    @Test
    void tabCompletesMagics() throws IOException {
        assertEquals(
                "[\"model\",\"models\"]",
                kernel.complete("%clip mo").get("matches").toString());
        JsonNode option = kernel.complete("// \ud83d\ude00\n%clip score x --long-prompts f");
        assertEquals("[\"fail\"]", option.get("matches").toString());
        assertEquals(34, option.get("cursor_start").asInt());
        assertEquals(35, option.get("cursor_end").asInt());
        assertTrue(
                kernel.complete("%clip score x --rec").get("matches").toString().contains("\"--recursive\""));
    }

    @Test
    void shiftTabShowsHelpOfMagics() throws IOException {
        JsonNode help = kernel.inspect("%clip score x --recursive").get("data");
        assertTrue(help.get("text/plain").asText().startsWith("--recursive\n"), help.toString());
        assertTrue(
                kernel.inspect("%tifa ").get("data").get("text/plain").asText().startsWith("Usage: %tifa"));
    }

    @Test
    void aSlipIsExplainedWithoutClassNames() throws IOException {
        Cell cell = kernel.run("%clip scor images");
        assertTrue(cell.error().contains("did you mean score"), cell.toString());
        assertFalse(cell.error().contains("Exception"), cell.toString());
        assertFalse(cell.error().contains("NotebookError"), cell.toString());
        assertTrue(cell.error().lines().count() <= 4, cell.toString());
    }

    @Test
    void othersErrorsKeepTheirForm() throws IOException {
        kernel.run("%clip scor images");
        Cell cell = kernel.run("throw new IllegalStateException(\"theirs\");");
        assertTrue(cell.error().contains("java.lang.IllegalStateException: theirs"), cell.toString());
    }

    @Test
    void anImageIsWhole() throws IOException {
        Cell cell = kernel.run("new java.awt.image.BufferedImage(5, 4, java.awt.image.BufferedImage.TYPE_INT_RGB)");
        byte[] png = Base64.getMimeDecoder().decode(only(cell).data().get("image/png"));
        assertEquals(4, ImageIO.read(new ByteArrayInputStream(png)).getHeight());
        assertEquals("IEND", new String(png, png.length - 8, 4, java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void theClassPathAndTheStartupScriptDoItAllBeforeTheFirstCell(@TempDir Path folder) throws IOException {
        try (Kernel started =
                start(folder, Map.of("IJAVA_CLASSPATH", all().toString(), "IJAVA_STARTUP_SCRIPT", INSTALL))) {
            Cell cell = started.run("Table t = %tifa --source shapes --limit 3", "t.rowCount()");
            assertEquals("3", cell.result());
            assertEquals(1, cell.outputs().size(), cell.toString());
            assertEquals(
                    "[\"model\",\"models\"]",
                    started.complete("%clip mo").get("matches").toString());
        }
    }

    private static Shown only(Cell cell) {
        assertEquals(1, cell.kept().size(), cell.toString());
        return cell.kept().get(0);
    }

    private static Kernel start(Path folder, Map<String, String> environment) throws IOException {
        Map<String, String> all = new java.util.HashMap<>(environment);
        all.put("JUPYTER_PATH", jupyter.toString());
        return Kernel.start("ijava-like", folder, all);
    }

    /** The jar of the build that holds everything. */
    private static Path all() throws IOException {
        try (Stream<Path> jars = Files.list(TARGET)) {
            return jars.filter(jar -> jar.getFileName().toString().endsWith("-all.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Writes a kernelspec with the kernel's classes and libraries and without ours. */
    private static Path writeKernelspec(Path folder) throws IOException {
        Path spec = Files.createDirectories(folder.resolve("kernels/ijava-like"));
        String kernelPackage = "io/github/spencerpark/ijava";
        Path classes = Files.createDirectories(spec.resolve("classes").resolve(kernelPackage));
        try (Stream<Path> compiled = Files.list(TARGET.resolve("test-classes").resolve(kernelPackage))) {
            for (Path file : compiled.toList()) {
                Files.copy(file, classes.resolve(file.getFileName()));
            }
        }
        ObjectNode json = new JsonMapper().createObjectNode();
        ArrayNode argv = json.putArray("argv");
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.add("-cp");
        argv.add(spec.resolve("classes") + File.pathSeparator + TARGET.resolve("ijava/lib/*"));
        argv.add("io.github.spencerpark.ijava.IJava").add("{connection_file}");
        json.put("display_name", "as IJava").put("language", "java").put("interrupt_mode", "message");
        Files.writeString(spec.resolve("kernel.json"), json.toString());
        return folder;
    }
}
