package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.clipmeter.notebook.jjava.Kernel.Cell;
import org.clipmeter.notebook.jjava.Kernel.Shown;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The magics in a real JJava kernel with the project's own kernelspec. */
class KernelIT extends EveryKernel {
    private static final String IMAGES = "images";

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        kernel = Kernel.start(folder, Map.of());
        Cell drawn = draw();
        assertEquals(List.of(), drawn.outputs(), drawn::toString);
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
    void theLastPromptsAsACellsValueAreATable() throws IOException {
        kernel.run("%tifa --source shapes --limit 7");
        Cell cell = kernel.run("lastPrompts()");
        Shown result = only(cell, "execute_result");
        assertTrue(result.data().get("text/html").contains("<table"), cell.toString());
        assertTrue(result.plain().endsWith("7 rows"), cell.toString());
    }

    @Test
    void theQuestionsAreATableToo() throws IOException {
        kernel.run("Table questions = %tifa qa --source shapes --limit 5");
        assertTrue(columns("questions").contains("\"element_type\""));
        assertTrue(Integer.parseInt(kernel.run("questions.rowCount()").result()) >= 5);
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
    void aRunIsNamedAfterTheVariableItIsAssignedTo() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run("%tifa --source shapes --limit 24");
        kernel.run("Table uce = %clip score " + IMAGES + ";", "int rows = uce.rowCount();");
        assertEquals("uce", kernel.run("lastRun().name()").result());
        kernel.run("Table other = %clip score " + IMAGES + " -o given");
        assertEquals("given", kernel.run("lastRun().name()").result());
    }

    @Test
    void aRunIsDrawnShownAndListedByItsName() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run("%tifa --source shapes --limit 24");
        kernel.run("%clip score " + IMAGES + " -o first");
        Shown chart = only(kernel.run("%clip plot ecdf first -o ecdf"), "display_data");
        assertTrue(chart.data().get("image/png").startsWith("iVBOR"), chart.plain());
        Shown drawing = only(kernel.run("%clip plot bars first --svg"), "display_data");
        assertTrue(drawing.data().get("image/svg+xml").contains("<svg"), drawing.plain());
        assertEquals("720", kernel.run("ecdf.getWidth()").result());
        Shown gallery = only(kernel.run("%clip gallery first --worst 3"), "display_data");
        assertEquals(4, gallery.data().get("text/html").split("data:image/jpeg;base64,", -1).length, gallery.plain());
        assertTrue(kernel.run("%clip runs").result().contains("first"));
    }

    @Test
    void explainingShowsProgressSummaryMapAndCurves() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run("%tifa --source shapes --limit 24");
        kernel.run("%clip score " + IMAGES + " -o explained");
        Cell cell = kernel.run("Table why = %clip explain explained --worst 1 --steps 2", "why.rowCount()");
        assertEquals("1", cell.result(), cell.toString());
        List<Shown> kept = cell.kept();
        assertEquals(5, kept.size(), cell.toString());
        assertTrue(kept.get(0).plain().startsWith("explained "), cell.toString());
        assertTrue(kept.get(1).plain().contains("of 20 random orders"), cell.toString());
        assertTrue(kept.get(2).data().get("image/jpeg").startsWith("/9j/"), cell.toString());
        assertTrue(kept.get(2).plain().contains(" beside its map for: "), cell.toString());
        assertTrue(kept.get(3).data().get("image/png").startsWith("iVBOR"), cell.toString());
        String swapped = kernel.run("%clip explain \"a red circle\" " + IMAGES).error();
        assertTrue(swapped.startsWith("%clip explain: a red circle: the file does not exist"), swapped);
        String offered = kernel.complete("%clip explain explai").get("matches").toString();
        assertTrue(offered.contains("explained"), offered);
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
        assertTrue(cell.error().contains("did you mean score"), cell.toString());
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
    void anInterruptedScoringSaysHowFarItCameAndTheKernelLivesOn() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run("%tifa --source shapes --limit 24");
        Cell cell = kernel.runAndInterrupt("%clip score " + IMAGES + " --batch 1", "of 24 images");
        List<Shown> kept = cell.kept();
        assertEquals(2, kept.size(), cell.toString());
        assertEquals("", kept.get(0).plain(), "the bar disappears");
        assertTrue(
                cell.error().matches("%clip score: cancelled at \\d+ of 24 images; run the cell again to start over"),
                cell.toString());
        Cell sum = kernel.run("1 + 1");
        assertEquals("2", sum.result());
        assertEquals(1, sum.outputs().size(), sum.toString());
        Cell again = kernel.run("%clip score " + IMAGES);
        assertTrue(again.kept().get(0).plain().startsWith("24 of 24 images"), again.toString());
    }

    @Test
    void tabCompletesMagicsAndLeavesJavaToTheKernel() throws IOException {
        assertEquals(
                "[\"model\",\"models\"]",
                kernel.complete("%clip mo").get("matches").toString());
        JsonNode second = kernel.complete("// \ud83d\ude00\n%clip score x --long-prompts f");
        assertEquals("[\"fail\"]", second.get("matches").toString());
        assertEquals(34, second.get("cursor_start").asInt());
        assertEquals(35, second.get("cursor_end").asInt());
        assertEquals(
                "[\"valueOf(\"]", kernel.complete("String.val").get("matches").toString());
        assertTrue(kernel.complete("%cl").get("matches").toString().contains("\"%clip\""));
    }

    @Test
    void aChartIsADrawingForWhoAsksForSvg() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run("Table drawn24 = %clip score " + IMAGES + " --prompts shapes");
        Cell drawing = kernel.run("display(lastRun().histogram(), \"image/svg+xml\");");
        Map<String, String> forms = drawing.outputs().get(0).data();
        assertTrue(forms.getOrDefault("image/svg+xml", "").contains("<svg"), drawing.toString());
        assertFalse(forms.containsKey("image/png"), forms.keySet()::toString);
        Map<String, String> usual =
                kernel.run("display(lastRun().histogram());").outputs().get(0).data();
        assertTrue(usual.containsKey("image/png") && !usual.containsKey("image/svg+xml"), usual.keySet()::toString);
    }

    @Test
    void shapesDrawsRunsThatAreScoredWithoutAnyOption() throws IOException {
        kernel.run("%tifa --source shapes --limit 24");
        Cell drawn = kernel.run("Table painted = %shapes --size 64 --out painted", "painted.rowCount()");
        assertEquals("24", drawn.result(), drawn::toString);
        Cell erased = kernel.run("%shapes --size 64 --out blackened --erase circle --technique blackout -o blackened");
        assertTrue(erased.kept().toString().contains("circle erased by blackout"), erased.toString());
        kernel.run("%clip model shapes");
        Cell scored = kernel.run("%clip score blackened");
        String summary = scored.kept().toString();
        assertTrue(summary.contains("24 of 24"), summary);
        assertTrue(summary.contains("joined by the folder's manifest.csv"), summary);
        assertTrue(summary.contains("all black (from a safety filter?)"), summary);
        Cell shown = kernel.run("%shapes draw \"a red star left of a blue circle\" --images 2");
        assertTrue(shown.outputs().get(0).data().get("text/html").split("<img ", -1).length == 3, shown.toString());
        String refused = kernel.run("%shapes draw a red cube").error();
        assertTrue(refused.contains("nearest: box, square"), refused);
        String offered =
                kernel.complete("%shapes --technique co").get("matches").toString();
        assertTrue(offered.contains("collateral") && offered.contains("collapse"), offered);
        String help = kernel.inspect("%shapes draw x --erase")
                .get("data")
                .get("text/plain")
                .asText();
        assertTrue(help.startsWith("--erase=CONCEPT"), help);
    }

    @Test
    void aComparisonScoresNamedFoldersAndIsTyped() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run("var erased = Shapes.draw(prompts, java.nio.file.Path.of(\"erased\"), "
                + "new org.clipmeter.shapes.Artist.WithoutShape(org.clipmeter.shapes.Shape.CIRCLE), 0);");
        kernel.run("%tifa --source shapes --limit 24");
        Cell cell = kernel.run("Table compared = %clip compare before=" + IMAGES + " after=erased");
        List<Shown> kept = cell.kept();
        assertTrue(kept.get(kept.size() - 2).plain().startsWith("after against before: Δ -"), cell.toString());
        assertTrue(kept.get(kept.size() - 1).data().get("image/png").startsWith("iVBOR"), cell.toString());
        assertEquals("24", kernel.run("compared.getString(0, \"n\")").result().replace("\"", ""));
        String offered = kernel.complete("%clip compare bef").get("matches").toString();
        assertTrue(offered.contains("before"), offered);
    }

    @Test
    void shiftTabShowsHelpOfMagicsAndLeavesJavaToTheKernel() throws IOException {
        JsonNode help = kernel.inspect("%clip score x --recursive").get("data");
        assertTrue(help.get("text/plain").asText().startsWith("--recursive\n"), help.toString());
        assertTrue(help.get("text/html").asText().contains("<pre"), help.toString());
        assertTrue(
                kernel.inspect("%tifa ").get("data").get("text/plain").asText().startsWith("Usage: %tifa"));
        assertTrue(kernel.inspect("String.valueOf(", 12).get("found").asBoolean());
        assertFalse(kernel.inspect("nothing").get("found").asBoolean());
    }

    @Test
    void backslashesQuotesAndCommentsArriveAsWritten() throws IOException {
        Cell windows = kernel.run("%clip score C:\\my\\images");
        assertTrue(windows.error().contains("C:\\my\\images"), windows.toString());
        Cell quoted = kernel.run("%clip score 'no such; folder' // here");
        assertTrue(quoted.error().contains("no such; folder"), quoted.toString());
        Cell body = kernel.run("%%tifa // prompts", "--source 'shapes' // bundled", "--limit \"6\";");
        assertTrue(body.result().endsWith("6 rows"), body.toString());
    }

    @Test
    void aUsersMistakeIsTwoLinesAtMost() throws IOException {
        kernel.run("java.nio.file.Files.createDirectories(java.nio.file.Path.of(\"empty\"));");
        kernel.run("java.nio.file.Files.writeString(java.nio.file.Path.of(\"bad.csv\"), \"image,prompt\\na.png\\n\");");
        Map<String, String> mistakes = Map.of(
                "%clip score bad.csv",
                "row 2",
                "%clip score empty --prompts shapes",
                "no image file in empty",
                "%clip score " + IMAGES + " --prompts nowhere.csv",
                "nowhere.csv",
                "%clip model no-one/nothing",
                "HF_HUB_OFFLINE",
                "%clip model shapes --precision fp3",
                "fp3",
                "%clip model shapes --device tpu",
                "tpu",
                "%tifa --limit few",
                "few",
                "%tifa --source shapes -o 1x",
                "1x");
        for (Map.Entry<String, String> mistake : mistakes.entrySet()) {
            Cell cell = kernel.run(mistake.getKey());
            assertTrue(cell.error().contains(mistake.getValue()), cell.toString());
            assertTrue(cell.error().lines().count() <= 2, cell.toString());
            assertFalse(cell.error().contains("org.clipmeter"), cell.toString());
            assertFalse(only(cell, "error").data().get("ansi").contains("\u001b"), cell.toString());
        }
    }

    @Test
    void aFaultOfOursShowsItsTraceInTheNotebooksOwnColour() throws IOException {
        Cell cell = kernel.run("new org.clipmeter.notebook.Magics().run(\"clip\", null, null)");
        assertTrue(
                cell.error().startsWith("%clip failed unexpectedly: java.lang.NullPointerException"), cell.toString());
        assertTrue(cell.error().contains("unexpected-failure"), cell.toString());
        assertTrue(cell.error().contains("\tat org.clipmeter.notebook.Magics.run("), cell.toString());
        assertFalse(only(cell, "error").data().get("ansi").contains("\u001b"), cell.toString());
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
