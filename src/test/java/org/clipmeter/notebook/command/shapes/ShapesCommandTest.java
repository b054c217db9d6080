package org.clipmeter.notebook.command.shapes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.notebook.Completion;
import org.clipmeter.notebook.Inspection;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.shapes.erase.Technique;
import org.clipmeter.shapes.field.Fields;
import org.clipmeter.shapes.field.NamedFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** The magic that draws and erases. */
final class ShapesCommandTest {
    private static final PromptSet THREE = new PromptSet(
            "own",
            List.of(
                    new Prompt("7", "own", "a red circle", List.of()),
                    new Prompt("70", "own", "a blue square", List.of()),
                    new Prompt("700", "own", "a green ring", List.of())),
            3);

    @TempDir
    Path folder;

    private final Session session = new Session(EmbeddingCache.off());
    private final Magics magics = new Magics(session);

    private Table shapes(FakeCell cell, String... words) {
        return (Table) Objects.requireNonNull(magics.run("shapes", List.of(words), cell));
    }

    private String refusal(String... words) {
        return String.valueOf(assertThrows(NotebookError.class, () -> shapes(new FakeCell(), words))
                .getMessage());
    }

    private String run(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void thePromptsOfTheLastTifaAreDrawnIntoARun() {
        session.prompts(THREE);
        FakeCell cell = new FakeCell();
        Table table = shapes(cell, "--seed", "3", "--size", "64", "--out", run("before"), "-o", "mine");
        assertEquals(List.of("7", "70", "700"), table.stringColumn("id").asList());
        assertEquals("before_2.png", table.getString(2, "image"));
        assertEquals("a medium blue square on a white background", table.getString(1, "drawn"));
        assertTrue(cell.plain().get(0).startsWith("3 pictures drawn in "), cell.plain()::toString);
        assertTrue(cell.plain().get(1).startsWith("3 pictures in " + run("before")), cell.plain()::toString);
        assertTrue(String.valueOf(cell.outputs().get(2).html()).contains("a green ring"), "the first are shown");
        assertTrue(cell.variables().containsKey("Table mine"));
        assertEquals(List.of("mine"), session.resultNames());
        assertEquals(3, Pairs.of(Images.at(run("before")), THREE).pairs().size());
    }

    @Test
    void anErasureChangesThePicturesOfItsConceptOnly() throws IOException {
        session.prompts(THREE);
        shapes(new FakeCell(), "--size", "64", "--out", run("before"));
        FakeCell cell = new FakeCell();
        Table after =
                shapes(cell, "--size", "64", "--out", run("after"), "--erase", "circle", "--technique", "leakage");
        assertEquals(
                List.of(true, false, false),
                List.of(
                        after.booleanColumn("changed").get(0),
                        after.booleanColumn("changed").get(1),
                        after.booleanColumn("changed").get(2)));
        assertTrue(cell.plain().get(1).contains("circle erased by leakage, strength 1.0"), cell.plain()::toString);
        for (int k = 1; k < 3; k++) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("before/images/before_" + k + ".png")),
                    Files.readAllBytes(folder.resolve("after/images/after_" + k + ".png")));
        }
    }

    @Test
    void promptsComeFromASourceOrAFileAndAreLimited() throws IOException {
        Table bundled = shapes(
                new FakeCell(),
                "--source",
                "shapes",
                "--limit",
                "2",
                "--size",
                "64",
                "--images-per-prompt",
                "2",
                "--out",
                run("a"));
        assertEquals(
                List.of("shapes_0", "shapes_0", "shapes_1", "shapes_1"),
                bundled.stringColumn("id").asList());
        Path file = Files.writeString(folder.resolve("mine.csv"), "id,prompt\nx,a red star\ny,two blue moons\n");
        Table own = shapes(new FakeCell(), "--prompts", file.toString(), "--size", "64", "--out", run("b"));
        assertEquals(List.of("x", "y"), own.stringColumn("id").asList());
    }

    @Test
    void drawShowsPicturesAtOnce() throws IOException {
        FakeCell cell = new FakeCell();
        Table table = shapes(cell, "draw", "a red star left of a blue circle", "--images", "3", "--seed", "5");
        assertEquals(List.of(5L, 6L, 7L), table.longColumn("seed").asList());
        String html = String.valueOf(cell.outputs().get(0).html());
        assertEquals(3, html.split("<img ", -1).length - 1, html);
        assertEquals(
                "a medium red star left of a medium blue circle",
                cell.plain().get(0).lines().findFirst().orElse(""));
        Table loose = shapes(new FakeCell(), "draw", "a", "red", "star", "--erase", "star", "--technique", "anchor");
        assertTrue(loose.booleanColumn("changed").get(0));
        assertEquals(List.of(), files());
    }

    /** What is not drawn before the interrupt would take minutes, and the next cell would wait for it. */
    @Test
    @Timeout(value = 150)
    void anInterruptEndsTheDrawingOfShownPictures() throws Exception {
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu")) {
            AtomicReference<Session> own = new AtomicReference<>();
            own.set(new Session(EmbeddingCache.off(), new NamedFields(() -> {
                own.get().job().stop();
                return Fields.random(reader, 7);
            })));
            Magics interrupted = new Magics(own.get());
            List<String> words = List.of("draw", "a red circle", "--model", "field", "--images", "60", "--size", "512");
            NotebookError e = assertThrows(NotebookError.class, () -> interrupted.run("shapes", words, new FakeCell()));
            assertEquals("%shapes draw: cancelled while drawing; run the cell again to start over", e.getMessage());
            own.get().job().run(new ProgressBar(new FakeCell()), cancelled -> "the next cell");
            own.get().fields().close();
        }
    }

    private List<String> files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(Path::toString).toList();
        }
    }

    @Test
    void anUnknownWordIsNamedWithTheNearestKnownOnes() {
        String cube = refusal("draw", "a red cube left of a blue circle");
        assertTrue(cube.contains("'cube' is unknown") && cube.contains("nearest: box, square"), cube);
        assertFalse(cube.contains("\n"), cube);
    }

    @Test
    void wrongOptionsAreRefusedBeforeAnythingIsDrawn() throws IOException {
        session.prompts(THREE);
        assertTrue(refusal().contains("--out FOLDER"));
        assertTrue(refusal("--out", run("x"), "--size", "32").contains("64 to 512"));
        assertTrue(refusal("--out", run("x"), "--strength", "0.5").contains("--erase circle"));
        assertTrue(refusal("--out", run("x"), "--erase", "dog").contains("there is no concept dog"));
        assertTrue(refusal("--out", run("x"), "--erase", "circle", "--technique", "blr")
                .contains("did you mean blur?"));
        assertTrue(refusal("draw", "a star", "--images", "61").contains("1 to 60"));
        session.prompts(new PromptSet("none", List.of(), 0));
        assertTrue(refusal("--out", run("x")).contains("there are no prompts"));
        assertEquals(List.of(), files());
    }

    @Test
    void theTechniquesAreListedWithTheirSources() {
        FakeCell cell = new FakeCell();
        magics.run("shapes", List.of("techniques"), cell);
        String text = cell.plain().get(0);
        for (Technique technique : Technique.values()) {
            assertTrue(text.contains("\n" + technique.id() + "\n") || text.startsWith(technique.id() + "\n"), text);
        }
        String flat = text.replaceAll("\\s+", " ");
        assertTrue(flat.contains("arXiv 2303.13516") && flat.contains("left of, right of"), text);
        assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
    }

    @Test
    void tabAndShiftTabKnowConceptsAndTechniques() {
        Completion completion = new Completion(magics, magics.candidates(HubSettings.of(Map.of(), folder), List::of));
        List<String> lines = new ArrayList<>(List.of("%shapes --erase ", "%shapes draw x --anchor "));
        for (String typed : lines) {
            Completion.Matches matches = completion.at(typed + "le", typed.length() + 2);
            assertNotNull(matches, typed);
            assertEquals(List.of("left-of"), matches.texts());
        }
        Completion.Matches techniques = completion.at("%shapes --technique co", 22);
        assertNotNull(techniques);
        assertEquals(List.of("collateral", "collapse"), techniques.texts());
        Output help = new Inspection(magics).at("%shapes draw x --technique ", 20);
        assertNotNull(help);
        assertTrue(help.plain().contains("blackout"), help.plain());
    }
}
