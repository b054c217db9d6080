package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.clipmeter.notebook.jjava.Kernel.Cell;
import org.clipmeter.notebook.jjava.Kernel.Shown;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What holds in every kernel. The variable {@code prompts} has the 24 prompts whose pictures are in the folder images. */
public abstract class EveryKernel {
    /** The kernel of the class that runs. */
    protected static Kernel kernel;

    /** Draws the pictures. */
    protected static Cell draw() throws IOException {
        return kernel.run(
                "org.clipmeter.prompts.PromptSet prompts = Tifa.load(TifaOptions.defaults().withOrigin(\"shapes\").withLimit(24));",
                "var drawn = Shapes.draw(prompts, java.nio.file.Path.of(\"images\"));");
    }

    @AfterAll
    static void stop() throws IOException {
        kernel.close();
    }

    @Test
    void anOptionBindsATypedVariable() throws IOException {
        kernel.run("%tifa --source shapes --limit 7 -o seven;");
        assertEquals("7", kernel.run("seven.rowCount()").result());
    }

    @Test
    void variablesGiveTheirValues() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run(
                "String dir = \"images\";",
                "java.nio.file.Path where = java.nio.file.Path.of(dir);",
                "Images pictures = Images.in(dir);");
        for (String images : List.of("$dir", "{dir}", "${where}", "$pictures")) {
            Cell cell = kernel.run("%clip score " + images + " --prompts $prompts");
            assertTrue(cell.kept().get(0).plain().startsWith("24 of 24 images"), cell.toString());
        }
        Cell body =
                kernel.run("%%clip score // the lines below are arguments", "{dir}", "--prompts $prompts --limit 24");
        assertTrue(body.kept().get(0).plain().startsWith("24 of 24 images"), body.toString());
        Cell loop = kernel.run(
                "String each;",
                "for (String one : List.of(dir)) {",
                "    each = one;",
                "    %clip score $each --prompts $prompts",
                "}");
        assertTrue(loop.kept().get(0).plain().startsWith("24 of 24 images"), loop.toString());
        assertEquals(
                "[\"dir\"]", kernel.complete("%clip score $di").get("matches").toString());
    }

    @Test
    void aVariableThatDoesNotFitIsNamed() throws IOException {
        kernel.run("String none = null;", "String apart = \"no 'such; folder\";", "List<String> many = List.of();");
        Map<String, String> mistakes = Map.of(
                "%clip score $none",
                "%clip score: $none: the variable none is null",
                "%clip score $apart --prompts shapes",
                "no 'such; folder does not exist",
                "%clip score {many}",
                "{many}: the variable many is a ListN",
                "%clip score $HOME --prompts shapes",
                "there is no Java variable for $HOME",
                "for (String none : List.of(\"images\")) {\n    %clip score $none\n}",
                "none is a local variable of its block");
        for (Map.Entry<String, String> mistake : mistakes.entrySet()) {
            Cell cell = kernel.run(mistake.getKey());
            assertTrue(cell.error().contains(mistake.getValue()), cell.toString());
        }
    }

    @Test
    void aCellMayScoreTwice() throws IOException {
        kernel.run("%clip model shapes");
        kernel.run("%tifa --source shapes --limit 24");
        Cell cell = kernel.run("%clip score images -o first", "%clip score images --batch 5 -o second");
        List<Shown> kept = cell.kept();
        assertEquals(7, kept.size(), cell.toString());
        assertTrue(kept.get(0).plain().startsWith("24 of 24 images"), cell.toString());
        assertTrue(kept.get(1).plain().startsWith("CLIP Score "), cell.toString());
        assertTrue(kept.get(3).plain().startsWith("24 of 24 images"), cell.toString());
        assertTrue(kept.get(6).data().get("text/html").contains("<table"), cell.toString());
        assertEquals("24", kernel.run("first.rowCount()").result());
        assertEquals("second", kernel.run("lastRun().name()").result());
    }

    @Test
    void aCellHoldsAConfiguration() throws IOException {
        Cell cell = kernel.run(
                "%%clip run --no-report --prompts shapes --images images",
                "{ \"technique\": {\"name\": \"esd\", \"config\": {\"erase_concept\": \"Van Gogh\"}},",
                "  \"metrics\": [{\"name\": \"clip_score\", \"config\": {\"clip_model_name\": \"shapes\", \"limit\": 24}},",
                "              {\"name\": \"fid\"}] }");
        assertTrue(cell.toString().contains("(esd (van gogh)), mean of logits_per_image"), cell.toString());
        assertTrue(cell.toString().contains("fid: is not computed by clipmeter"), cell.toString());
        assertEquals("24", kernel.run("lastRun().table().rowCount()").result());
    }

    @Test
    void aDryRunShowsAPlan() throws IOException {
        Cell cell = kernel.run("%clip score images --prompts shapes --dry-run");
        assertTrue(cell.kept().get(1).plain().startsWith("24 images would be scored (images)"), cell.toString());
        assertTrue(cell.kept().get(2).data().get("text/html").contains("<table"), cell.toString());
    }

    @Test
    void tabOffersThePathsThatFit() throws IOException {
        OfferedPaths.check(kernel);
    }

    /** The error says all; a line of progress that says it too would only repeat it. */
    @Test
    void aLoadThatFailsIsShownOnce() throws IOException {
        for (String model : List.of("nosuch/model", "./images", "B/32")) {
            Cell cell = kernel.run("%clip model " + model);
            List<String> kinds = cell.kept().stream()
                    .filter(shown ->
                            shown.kind().equals("error") || !shown.plain().isBlank())
                    .map(Shown::kind)
                    .toList();
            assertEquals(List.of("error"), kinds, cell.toString());
            assertTrue(cell.error().contains("%clip model: "), cell.toString());
        }
    }
}
