package org.clipmeter.notebook.command.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.clipmeter.ClipMeter;
import org.clipmeter.Shapes;
import org.clipmeter.SiblingModels;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.result.agreement.Agreement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** {@code %clip match} and {@code %clip compare --models}, with the bundled model and a copy of it that is off. */
class SeveralModelsTest {
    private static final List<String> COLORS = List.of("red", "blue", "green", "yellow");

    @TempDir
    private Path folder;

    private EmbeddingCache cache;
    private Session session;
    private Magics magics;
    private String sibling;

    @BeforeEach
    void drawPicturesAndWriteASecondModel() throws Exception {
        cache = EmbeddingCache.in(folder.resolve("cache"));
        session = new Session(cache);
        magics = new Magics(session);
        List<Prompt> prompts = new ArrayList<>();
        for (String color : COLORS) {
            prompts.add(new Prompt(color, "own", "a " + color + " circle", List.of()));
        }
        Shapes.draw(new PromptSet("own", prompts, 4), folder.resolve("sd"));
        Files.createDirectories(folder.resolve("uce"));
        for (int i = 0; i < COLORS.size(); i++) { // the pictures of "uce" are those of the next prompt
            Files.copy(
                    folder.resolve("sd/" + COLORS.get((i + 1) % 4) + ".png"),
                    folder.resolve("uce/" + COLORS.get(i) + ".png"));
        }
        Files.copy(folder.resolve("sd/manifest.csv"), folder.resolve("uce/manifest.csv"));
        sibling = SiblingModels.write(folder.resolve("sibling"), 7).toString();
        magics.run("clip", List.of("model", "shapes"), new FakeCell());
    }

    @AfterEach
    void close() {
        ClipMeter loaded = session.loaded();
        if (loaded != null) {
            loaded.close();
        }
        cache.close();
    }

    private Table run(FakeCell cell, String... words) throws Exception {
        return (Table) Objects.requireNonNull(magics.run("clip", List.of(words), cell));
    }

    private String error(String... words) {
        return String.valueOf(
                assertThrows(NotebookError.class, () -> magics.run("clip", List.of(words), new FakeCell()))
                        .getMessage());
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void matchComparesImagesWithTextsUnderTheLoadedModel() throws Exception {
        FakeCell cell = new FakeCell();
        Table table = run(cell, "match", at("sd/red.png"), at("sd/blue.png"), "a red circle", "a blue circle");
        assertEquals(
                List.of("shapes", "shapes", "shapes", "shapes"),
                table.stringColumn("model").asList());
        assertEquals(
                List.of("a red circle", "a blue circle", "a red circle", "a blue circle"),
                table.stringColumn("text").asList());
        assertTrue(table.doubleColumn("softmax").get(0) > 0.5, table.print());
        assertTrue(table.doubleColumn("softmax").get(3) > 0.5, table.print());
        assertEquals(4, session.results().get(0).result().overview().evaluated());
        assertTrue(session.loaded() != null, "the session's model stays");
    }

    @Test
    void matchTakesSeveralModelsAndAModelThatCannotBeHadCostsItsRows() throws Exception {
        FakeCell cell = new FakeCell();
        Table table = run(
                cell,
                "match",
                at("sd"),
                "a red circle",
                "a blue circle",
                "--models",
                "shapes," + sibling + ",./nowhere");
        assertEquals(16, table.rowCount());
        assertEquals(2, table.stringColumn("model").countUnique());
        assertNotEquals(
                table.doubleColumn("logits_per_image").get(0),
                table.doubleColumn("logits_per_image").get(8));
        String shown = String.join("\n", cell.plain());
        assertTrue(shown.contains("without ./nowhere: "), shown);
        assertTrue(shown.contains("Logits and cosines of different models are not comparable"), shown);
        ClipMeter loaded = session.loaded();
        assertNotNull(loaded);
        loaded.model().requireOpen();
    }

    @Test
    void slipsOfMatchAreExplained() {
        assertTrue(error("match", at("sd/red.png")).startsWith("%clip match: expected an image and the texts"));
        assertTrue(error("match", at("sd/red.png"), "a", "a").contains("the text 'a' is given twice"));
        String nowhere = error("match", at("sd/red.png"), "a", "--models", "./nowhere");
        assertTrue(nowhere.contains("./nowhere is not a folder"), nowhere);
    }

    @Test
    void runsUnderSeveralModelsHaveAColumnAModelInItsOwnScale() throws Exception {
        Table alone = run(new FakeCell(), "score", at("sd"), "-o", "sd");
        FakeCell cell = new FakeCell();
        Table table = run(
                cell,
                "compare",
                "sd",
                "uce=" + at("uce"),
                "--models",
                "shapes," + sibling + ",./nowhere",
                "-o",
                "both");
        assertEquals(List.of("sd", "uce"), table.stringColumn("run").asList());
        assertEquals(
                alone.doubleColumn("logits_per_image").mean(),
                table.doubleColumn("shapes").get(0),
                1e-4);
        assertNotEquals(
                table.doubleColumn("shapes").get(0),
                table.doubleColumn("sibling").get(0));
        String shown = String.join("\n", cell.plain());
        assertTrue(shown.contains("without ./nowhere: "), shown);
        assertTrue(shown.contains("scored sd, uce with shapes, sibling"), shown);
        assertTrue(shown.contains("against sd:"), shown);
        assertTrue(shown.contains("models disagree most"), shown);
        Agreement agreement = assertInstanceOf(Agreement.class, session.result("both"));
        assertEquals(List.of("shapes", "sibling"), agreement.models());
        assertEquals(2, agreement.charts().size());
        assertEquals(8, agreement.images().rowCount());
        assertEquals(4, agreement.retrieval().intColumn("captions").get(0));
        assertEquals(1.0, agreement.retrieval().doubleColumn("r_at_1").get(0), "the bundled model knows its pictures");
        assertTrue(agreement.retrieval().doubleColumn("r_at_1").get(2) < 1, "each picture is that of another prompt");
        assertEquals("sd", run(new FakeCell(), "runs").stringColumn("name").get(0));
    }

    @Test
    void whatCannotBeComparedIsRefusedBeforeAModelIsLoaded() {
        String twice = error("compare", "sd=" + at("sd"), "--models", "shapes,SHAPES");
        assertTrue(twice.contains("models: shapes and SHAPES are the same model; give each model once"), twice);
        String same = error("compare", "sd=" + at("sd"), "sd=" + at("uce"), "--models", "shapes");
        assertTrue(same.contains("two runs are named sd"), same);
        String none = error("compare", "sd=" + at("sd"), "--models", "./nowhere");
        assertTrue(none.contains("./nowhere is not a folder"), none);
    }

    /** What has no meaning across models is refused with the reason wherever two runs meet. */
    @Test
    void scoresOfDifferentModelsAreNeverSubtractedOrDrawnOnOneAxis() throws Exception {
        run(new FakeCell(), "score", at("sd"), "-o", "sd");
        magics.run("clip", List.of("model", sibling), new FakeCell());
        run(new FakeCell(), "score", at("sd"), "-o", "other");
        for (String[] words : List.of(
                new String[] {"compare", "sd", "other"},
                new String[] {"plot", "bars", "sd", "other"},
                new String[] {"plot", "histogram", "sd", "other"},
                new String[] {"plot", "ecdf", "sd", "other"},
                new String[] {"plot", "box", "sd", "other"},
                new String[] {"plot", "delta", "sd", "other"},
                new String[] {"gallery", "other", "--changed", "sd"})) {
            String message = error(words);
            assertTrue(
                    message.contains("Scores are comparable only under the same clip_model_name"),
                    String.join(" ", words) + ": " + message);
        }
    }

    private String shown(FakeCell cell) {
        return String.join("\n", cell.plain());
    }

    @Test
    void oneImageHasScoresAndNoAgreement() throws Exception {
        Files.createDirectories(folder.resolve("one"));
        Files.copy(folder.resolve("sd/red.png"), folder.resolve("one/red.png"));
        Files.writeString(folder.resolve("one.csv"), "image,prompt\none/red.png,a red circle\n");
        FakeCell cell = new FakeCell();
        Table table = run(cell, "compare", "one=" + at("one.csv"), "--models", "shapes," + sibling, "-o", "few");
        assertEquals(1, table.intColumn("shapes_n").get(0));
        assertTrue(table.doubleColumn("shapes_low").isMissing(0), "one image has no interval");
        Agreement agreement = assertInstanceOf(Agreement.class, session.result("few"));
        assertTrue(agreement.correlations().doubleColumn("spearman").isMissing(0), "one image has no order");
        assertEquals(1.0, agreement.retrieval().doubleColumn("r_at_1").get(0), "it is the only prompt");
        assertTrue(shown(cell).contains("R@1 1.000, median rank 1.0 (n = 1 among 1 different prompt)"), shown(cell));
    }

    @Test
    void imagesOfWhichNoneCanBeReadGiveNoScoreAndNoError() throws Exception {
        Files.writeString(folder.resolve("bad.png"), "not a picture");
        Files.writeString(folder.resolve("bad.csv"), "image,prompt\nbad.png,a red circle\nmissing.png,a blue circle\n");
        FakeCell cell = new FakeCell();
        Table table = run(
                cell,
                "compare",
                "sd=" + at("sd"),
                "bad=" + at("bad.csv"),
                "--models",
                "shapes," + sibling,
                "-o",
                "failed");
        assertTrue(table.doubleColumn("shapes").isMissing(1), table.print());
        assertEquals(0, table.intColumn("shapes_n").get(1));
        assertTrue(shown(cell).contains("under some model, no prompt has a score in both"), shown(cell));
        FakeCell alone = new FakeCell();
        table = run(alone, "compare", "bad=" + at("bad.csv"), "--models", "shapes," + sibling);
        assertTrue(table.doubleColumn("sibling").isMissing(0), table.print());
        Table match = run(new FakeCell(), "match", at("bad.png"), "a", "b");
        assertEquals(2, match.doubleColumn("softmax").countMissing());
    }

    @Test
    void promptsThatDoNotPairAreStatedAndEqualCaptionsCountOnce() throws Exception {
        Files.writeString(folder.resolve("mixed.csv"), """
                image,id,prompt
                sd/red.png,red,a red circle
                sd/blue.png,blue,another text
                sd/green.png,new,a green circle
                sd/yellow.png,newer,a green circle
                """);
        FakeCell cell = new FakeCell();
        run(
                cell,
                "compare",
                "sd=" + at("sd"),
                "mixed=" + at("mixed.csv"),
                "--models",
                "shapes," + sibling,
                "-o",
                "both");
        assertTrue(shown(cell).contains("prompts left out of the changes: 2 only in sd, 2 only in mixed"), shown(cell));
        Agreement agreement = assertInstanceOf(Agreement.class, session.result("both"));
        assertEquals(3, agreement.retrieval().intColumn("captions").get(2), "two captions are equal");
        assertEquals(1, agreement.techniques().intColumn("n").get(0));
    }

    @Test
    void namesOfModelsAreCheckedBeforeOneIsLoaded() throws Exception {
        String[] images = {"match", at("sd/red.png"), "a red circle"};
        assertTrue(error(images[0], images[1], images[2], "--models", "shapes,SHAPES")
                .contains("--models: shapes and SHAPES are the same model"));
        assertTrue(error(images[0], images[1], images[2], "--models", "shapes,,B/32")
                .contains("expected names with one comma between two of them"));
        String spaced = error(images[0], images[1], images[2], "--models", "shapes,", "L/14");
        assertTrue(spaced.contains("L/14 is a model and not a text; write the models with commas"), spaced);
        spaced = error("compare", "sd=" + at("sd"), "--models", "shapes,", "L/14");
        assertTrue(spaced.contains("L/14 is a model and not a run; write the models with commas"), spaced);
        assertTrue(
                error("compare", "sd=" + at("sd"), "--models", "shapes,,B/32").contains("got an empty name"));

        String named = SiblingModels.write(folder.resolve("a model"), 9).toString();
        Table table = run(new FakeCell(), "compare", "sd=" + at("sd"), "--models", "shapes," + named);
        assertTrue(
                table.columnNames().contains("a model_high"),
                table.columnNames().toString());
    }

    @Test
    void exportsStateWithWhichModelsTheyWereComputed() throws Exception {
        run(new FakeCell(), "compare", "sd=" + at("sd"), "--models", "shapes," + sibling, "-o", "under");
        run(
                new FakeCell(),
                "match",
                at("sd/red.png"),
                "a red circle",
                "a_b & c%",
                "--models",
                sibling,
                "-o",
                "matched");
        for (String file : List.of("under.csv", "under.json", "matched.csv", "matched.json")) {
            magics.run("clip", List.of("export", file.replaceAll("\\..*", ""), at(file)), new FakeCell());
            String provenance = Files.readString(folder.resolve(file + ".provenance.json"));
            assertTrue(provenance.contains("\"clip_model_name\" : \"" + sibling), provenance);
            assertTrue(provenance.contains("\"revision\" : \"sha256 "), provenance);
        }
        magics.run("clip", List.of("export", "under", at("under.tex")), new FakeCell());
        String tex = Files.readString(folder.resolve("under.tex"));
        assertTrue(tex.contains("% sd under sibling: clip_model_name "), tex);
        magics.run("clip", List.of("export", "matched", at("matched.tex")), new FakeCell());
        tex = Files.readString(folder.resolve("matched.tex"));
        assertTrue(tex.contains("a\\_b \\& c\\%"), tex);
    }
}
