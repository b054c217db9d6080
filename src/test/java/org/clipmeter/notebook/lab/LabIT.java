package org.clipmeter.notebook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.ScoreRuns;
import org.clipmeter.Shapes;
import org.clipmeter.notebook.jjava.Kernel;
import org.clipmeter.notebook.lab.Lab.Contrast;
import org.clipmeter.notebook.lab.Lab.Theme;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.Runs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** The notebooks as people see them: in JupyterLab, in a browser, in its light and its dark theme. */
class LabIT {
    private static final Path BASE = Path.of(System.getProperty("basedir", "."));
    private static final Path PICTURES = BASE.resolve("target/lab");
    private static final Path QUICKSTART = BASE.resolve("notebooks/quickstart.ipynb");
    private static final String OUTPUT = ".jp-OutputArea-output";
    private static final String ERROR = OUTPUT + "[data-mime-type='application/vnd.jupyter.stderr']";
    private static final String SUMMARY = "evaluated 60 of 60";

    /** WCAG's minimum for large text and for parts of a page. Remarks are deliberately paler than the rest. */
    private static final double READABLE = 3.0;

    /** So many images that scoring them takes minutes. */
    private static final int MANY = 50_000;

    private static final Pattern CANCELLED = Pattern.compile(
            "%clip score: cancelled at ([0-9]+) of " + MANY + " images; run the cell again to start over");

    private static final int SCREEN = 900;
    private static final int TALL = 9000;

    @TempDir
    private static Path folder;

    private static Lab lab;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(
                Files.isRegularFile(Lab.browser()),
                "no browser: 'python3 src/build/develop.py prepare-tests' found none (.clipmeter/log/browser.log)");
        Files.createDirectories(PICTURES);
        lab = Lab.start(Lab.App.LAB, folder);
    }

    @AfterAll
    static void endWithNothingLeftBehind() throws IOException {
        if (lab != null) {
            List<ProcessHandle> processes = lab.processes();
            lab.close();
            assertEquals(
                    List.of(), processes.stream().filter(ProcessHandle::isAlive).toList());
        }
    }

    @Test
    void theQuickstartShowsTableSummaryAndChartsThatCanBeReadInBothThemes() throws IOException {
        Files.copy(QUICKSTART, folder.resolve("quickstart.ipynb"));
        lab.open("quickstart.ipynb", TALL);
        lab.runAll();
        assertEquals(List.of(), lab.texts(ERROR));
        assertShown(OUTPUT);
        for (Theme theme : Theme.values()) {
            lab.theme(theme);
            lab.screenshot(PICTURES.resolve("quickstart-" + theme + ".png"));
            assertReadable(OUTPUT, 9);
            assertWholeTables(OUTPUT);
        }
    }

    @Test
    void aTableLooksTheSameOnAPageWithoutAStyleSheet() throws IOException {
        List<Prompt> prompts = List.of(
                new Prompt("coco_301091", "coco", "a photograph of a small red bird on a bare branch", List.of()),
                new Prompt(
                        "partiprompts_12",
                        "partiprompts",
                        "a bowl of soup that is a portal to " + "x".repeat(70),
                        List.of()));
        Table table = ScoreRuns.of("uce", Runs.of("B/32", prompts, List.of(Runs.scored(25), Runs.scored(31))))
                .table();
        Files.writeString(
                folder.resolve("bare.html"),
                "<!doctype html><meta charset=\"utf-8\"><body>"
                        + Views.table(table).html());
        lab.browse("bare.html", SCREEN);
        lab.screenshot(PICTURES.resolve("bare.png"));
        assertWholeTables("body");
        List<String> heads = lab.texts("th");
        assertEquals(List.of("id", "prompt", "logits_per_image", "status", "flags"), heads.subList(0, 5));
        String hidden = table.columnCount() - heads.size() + " columns hidden at the right";
        assertTrue(lab.texts("body").get(0).contains(hidden), lab.texts("body").toString());
        assertEquals(Set.of("sans-serif"), Set.copyOf(lab.styles("th, td", "fontFamily")));
        for (String style : List.of("paddingLeft", "paddingRight", "paddingTop")) {
            for (String padding : lab.styles("th, td", style)) {
                assertTrue(Double.parseDouble(padding.replace("px", "")) >= 4, style + " " + padding);
            }
        }
        String width = lab.styles("th", "width").get(1);
        assertTrue(Double.parseDouble(width.replace("px", "")) >= 20 * 16, "the prompt's width: " + width);
    }

    /** Asserts that all columns of all tables are in view. */
    private static void assertWholeTables(String selector) throws IOException {
        List<Integer> overflow = lab.overflow(selector + " div:has(> table)");
        assertFalse(overflow.isEmpty());
        assertTrue(overflow.stream().allMatch(pixels -> pixels == 0), overflow.toString());
    }

    @Test
    void tabCompletesAMagicAndShiftTabExplainsIt() throws IOException {
        write("empty.ipynb", "");
        lab.open("empty.ipynb", SCREEN);
        lab.write(0, "%clip sc");
        lab.press("Tab");
        assertEquals("score", lab.waitFor(".jp-Completer").strip());
        lab.press("Enter");
        lab.waitFor(".cm-content:has-text('%clip score')");
        lab.write(0, "%clip score --");
        lab.press("Tab");
        String offered = lab.waitFor(".jp-Completer");
        assertTrue(offered.contains("--batch"), offered);
        for (Theme theme : Theme.values()) {
            lab.theme(theme);
            lab.screenshot(PICTURES.resolve("completion-" + theme + ".png"));
        }
        lab.press("Escape");
        lab.write(0, "%clip score");
        lab.press("Shift+Tab");
        String help = lab.waitFor(".jp-Tooltip");
        assertTrue(help.contains("--batch"), help);
        for (Theme theme : Theme.values()) {
            lab.theme(theme);
            lab.screenshot(PICTURES.resolve("help-" + theme + ".png"));
        }
    }

    @Test
    void twoScoringsOfACellACellMagicAndADrawingAreShown() throws IOException {
        write("several.ipynb", """
                var mine = Tifa.load(TifaOptions.defaults().withOrigin("shapes").withLimit(12));
                Shapes.draw(mine, java.nio.file.Path.of("several images"));
                String dir = "several images";
                %clip model shapes""", """
                %clip score $dir --prompts $mine -o first
                %clip score $dir --prompts $mine --batch 5 -o second""", """
                %%clip score
                {dir}
                --prompts {mine}""", "%clip plot ecdf first second --svg");
        lab.open("several.ipynb", TALL);
        lab.runAll();
        assertEquals(List.of(), lab.texts(ERROR));
        assertEquals(
                3,
                lab.texts(OUTPUT).stream()
                        .filter(text -> text.contains("evaluated 12 of 12"))
                        .count());
        assertEquals(List.of(720), lab.pictures(OUTPUT + "[data-mime-type='image/svg+xml'] img"));
        for (Theme theme : Theme.values()) {
            lab.theme(theme);
            lab.screenshot(PICTURES.resolve("several-" + theme + ".png"));
            assertReadable(OUTPUT, 9);
        }
    }

    @Test
    void theStopButtonEndsAScoringAtOnceAndTheKernelGoesOn() throws IOException {
        Shapes.draw(new PromptSet("own", List.of(new Prompt("one", "own", "a red circle", List.of())), 1), folder);
        StringBuilder rows = new StringBuilder("image,id,prompt\n"); // a row that is repeated would count once
        for (int i = 0; i < MANY; i++) {
            rows.append("one.png,").append(i).append(",a red circle\n");
        }
        Files.writeString(folder.resolve("many.csv"), rows);
        write("stopped.ipynb", "%clip model shapes", "%clip score many.csv --no-cache", "40 + 2");
        lab.open("stopped.ipynb", SCREEN);
        lab.startAll();
        lab.waitFor(OUTPUT + ":has-text('images/s')");
        lab.click(".jp-Toolbar-item[data-jp-item-name='interrupt']");
        long begun = System.nanoTime();
        String cancelled = lab.waitFor(ERROR);
        double seconds = (System.nanoTime() - begun) * 1e-9;
        assertTrue(seconds < 2, "the cell ended " + seconds + " s after the click");
        Matcher line = CANCELLED.matcher(cancelled.strip());
        assertTrue(line.matches(), cancelled);
        assertEquals(
                "42",
                lab.waitFor(".jp-OutputArea-executeResult:has-text('42') " + OUTPUT)
                        .strip());
        for (Theme theme : Theme.values()) {
            lab.theme(theme);
            lab.screenshot(PICTURES.resolve("stopped-" + theme + ".png"));
            assertReadable(OUTPUT, 2);
        }
        lab.click(".jp-Cell >> nth=2 >> .cm-content");
        lab.press("Shift+Enter");
        assertEquals(
                "42",
                lab.waitFor(".jp-OutputArea-executeResult:has-text('42') " + OUTPUT)
                        .strip());
        assertEquals(1, lab.texts(ERROR).size());
    }

    @Test
    void theNotebookAsItIsKeptAndAsAPageShowsTheSame() throws IOException, InterruptedException {
        Files.copy(QUICKSTART, folder.resolve("kept.ipynb"));
        lab.open("kept.ipynb", TALL);
        assertShown(OUTPUT);
        lab.screenshot(PICTURES.resolve("kept.png"));
        Path log = folder.resolve("nbconvert.log");
        Process convert = new ProcessBuilder(
                        Kernel.python().toString(), "-m", "nbconvert", "--to", "html", "kept.ipynb")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertEquals(0, convert.waitFor(), Files.readString(log));
        lab.browse("kept.html", TALL);
        assertShown(OUTPUT);
        assertReadable(OUTPUT, 9);
        lab.screenshot(PICTURES.resolve("page.png"));
    }

    /** Asserts that the three outputs of a scoring are shown. */
    private static void assertShown(String selector) throws IOException {
        List<String> outputs = lab.texts(selector);
        assertTrue(outputs.stream().anyMatch(text -> text.contains(SUMMARY)), outputs.toString());
        List<String> heads = lab.texts(selector + " th");
        assertTrue(heads.containsAll(List.of("prompt", "logits_per_image", "status")), heads.toString());
        List<Integer> pictures = lab.pictures(selector + " img");
        assertTrue(pictures.stream().filter(width -> width >= 500).count() >= 2, "charts: " + pictures);
        assertFalse(pictures.contains(0), "a picture that can't be shown: " + pictures);
    }

    private static void assertReadable(String selector, int least) throws IOException {
        List<Contrast> contrasts = lab.contrast(selector);
        assertTrue(contrasts.stream().filter(part -> part.texts() > 0).count() >= least, contrasts.toString());
        assertTrue(contrasts.stream().allMatch(part -> part.ratio() >= READABLE), contrasts.toString());
    }

    private static void write(String name, String... cells) throws IOException {
        ObjectNode notebook = (ObjectNode) new JsonMapper().readTree(QUICKSTART.toFile());
        ArrayNode kept = notebook.putArray("cells");
        for (int i = 0; i < cells.length; i++) {
            ObjectNode cell = kept.addObject().put("cell_type", "code").put("id", "cell" + i);
            cell.put("source", cells[i]).putNull("execution_count");
            cell.putObject("metadata");
            cell.putArray("outputs");
        }
        new JsonMapper().writeValue(folder.resolve(name).toFile(), notebook);
    }
}
