package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipmeter.notebook.jjava.Kernel.Cell;
import org.clipmeter.notebook.jjava.Kernel.Shown;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The magics in a real JJava kernel of the project's own kernelspec. */
class KernelIT {
    private static final String IMAGES = "images";
    private static final int COUNT = 24;

    private static Kernel kernel;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        kernel = Kernel.start(folder, Map.of());
        Cell drawn = kernel.run(
                "org.clipmeter.prompts.PromptSet prompts = Tifa.load(TifaOptions.DEFAULT.from(\"shapes\").limitedTo("
                        + COUNT + "));",
                "var drawn = Shapes.draw(prompts, java.nio.file.Path.of(\"" + IMAGES + "\"));");
        assertEquals(List.of(), drawn.outputs(), drawn::toString);
    }

    @AfterAll
    static void stop() throws IOException {
        kernel.close();
    }

    @Test
    void aTableIsTyped() throws IOException {
        Cell cell = kernel.run("Table t = %tifa --source shapes --limit 5", "t.rowCount()");
        assertEquals("5", cell.result());
        assertEquals("[\"id\", \"source\", \"prompt\", \"n_questions\"]", columns("t"));
    }

    @Test
    void aBareMagicShowsItsTableAsHtmlAndAsText() throws IOException {
        Cell cell = kernel.run("%tifa --source shapes --limit 5");
        Shown result = only(cell, "execute_result");
        assertTrue(result.data().get("text/html").contains("<th style=\"text-align:right"), cell.toString());
        assertTrue(result.plain().contains("n_questions"), cell.toString());
        assertTrue(result.plain().endsWith("5 rows"), cell.toString());
    }

    @Test
    void theQuestionsAreATableToo() throws IOException {
        kernel.run("Table questions = %tifa qa --source shapes --limit 5");
        assertTrue(columns("questions").contains("\"element_type\""));
        assertTrue(Integer.parseInt(kernel.run("questions.rowCount()").result()) >= 5);
    }

    @Test
    void anOptionBindsATypedVariable() throws IOException {
        kernel.run("%tifa --source shapes --limit 7 -o seven;");
        assertEquals("7", kernel.run("seven.rowCount()").result());
    }

    @Test
    void aCellMagicTakesItsArgumentsFromItsLines() throws IOException {
        Cell cell = kernel.run("%%tifa --source shapes", "--limit 4");
        assertTrue(cell.result().endsWith("4 rows"), cell.toString());
    }

    @Test
    void trailingCommentsAndSingleQuotesAreUnderstood() throws IOException {
        Cell cell = kernel.run("%tifa --source 'shapes' --limit 2 // two");
        assertTrue(cell.result().endsWith("2 rows"), cell.toString());
    }

    @Test
    void scoringShowsProgressThenSummaryThenHistogramAndReturnsTheTable() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run("%tifa --source shapes --limit 24");
        Cell cell = kernel.run("%clip score " + IMAGES + " -o scores");
        List<Shown> kept = cell.kept();
        assertEquals(4, kept.size(), cell.toString());
        assertTrue(kept.get(0).plain().startsWith("24 of 24 images"), cell.toString());
        assertTrue(kept.get(1).plain().startsWith("CLIP Score "), cell.toString());
        assertTrue(kept.get(1).plain().contains("does not detect erasure"), cell.toString());
        assertTrue(kept.get(1).plain().contains("only under the same clip_model_name"), cell.toString());
        assertTrue(kept.get(2).data().get("image/png").startsWith("iVBOR"), cell.toString());
        assertEquals("execute_result", kept.get(3).kind());
        assertEquals("24", kernel.run("scores.rowCount()").result());
        double mean = Double.parseDouble(
                kernel.run("scores.doubleColumn(\"logits_per_image\").mean()").result());
        double value = Double.parseDouble(kernel.run("lastRun().value()").result());
        assertEquals(mean, value, 1e-9);
        assertTrue(value > 10, "own pictures fit their prompts: " + value);
    }

    @Test
    void everyMagicHasHelp() throws IOException {
        for (String magic : List.of("%tifa", "%tifa qa", "%clip", "%clip models", "%clip model", "%clip score")) {
            Cell cell = kernel.run(magic + " --help");
            Shown help = only(cell, "display_data");
            assertTrue(help.plain().startsWith("Usage: " + magic), cell.toString());
        }
    }

    @Test
    void theBareMagicListsWhatThereIs() throws IOException {
        Shown list = only(kernel.run("%clip"), "display_data");
        for (String command : List.of("models", "model", "score")) {
            assertTrue(list.plain().contains("  " + command), list.plain());
        }
    }

    @Test
    void aSlipIsExplainedInTwoLines() throws IOException {
        Cell cell = kernel.run("%clip scor " + IMAGES);
        assertTrue(cell.error().lines().count() <= 2, cell.toString());
        assertTrue(cell.error().contains("did you mean score?"), cell.toString());
        Cell option = kernel.run("%tifa --limt 3");
        assertTrue(option.error().contains("did you mean --limit?"), option.toString());
    }

    @Test
    void aMissingFolderIsNamedInOneLine() throws IOException {
        Cell cell = kernel.run("%clip score nowhere/at/all");
        assertTrue(cell.error().contains("nowhere/at/all"), cell.toString());
        assertTrue(cell.error().lines().count() <= 2, cell.toString());
        assertFalse(cell.error().contains("org.clipmeter"), cell.toString());
    }

    @Test
    void anInterruptedScoringEndsAndTheKernelLivesOn() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run("%tifa --source shapes --limit 24");
        Cell cell = kernel.runAndInterrupt("%clip score " + IMAGES + " --batch 1", "of 24 images");
        assertTrue(cell.seconds() < 20, cell.toString());
        assertTrue(cell.kept().stream().noneMatch(shown -> shown.kind().equals("execute_result")), cell.toString());
        Cell sum = kernel.run("1 + 1");
        assertEquals("2", sum.result());
        Cell again = kernel.run("%clip score " + IMAGES);
        assertTrue(again.kept().get(0).plain().startsWith("24 of 24 images"), again.toString());
        assertTrue(
                Stream.of(cell, sum, again)
                        .flatMap(run -> run.outputs().stream())
                        .anyMatch(shown -> shown.plain().matches("cancelled at \\d+ of 24 images")),
                () -> cell.toString() + sum + again);
    }

    @Test
    void nothingOfTheLibrariesLandsInACell() throws IOException {
        Cell cell = kernel.run("%clip model shapes");
        assertTrue(cell.outputs().stream().noneMatch(shown -> shown.kind().equals("stream")), cell.toString());
    }

    private static String columns(String table) throws IOException {
        return kernel.run("new com.fasterxml.jackson.databind.json.JsonMapper().writeValueAsString(" + table
                        + ".columnNames()).replace(\",\", \", \")")
                .result();
    }

    private static Shown only(Cell cell, String kind) {
        List<Shown> found =
                cell.kept().stream().filter(shown -> shown.kind().equals(kind)).toList();
        assertEquals(1, found.size(), cell::toString);
        return found.get(0);
    }
}
