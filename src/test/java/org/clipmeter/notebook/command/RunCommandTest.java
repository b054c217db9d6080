package org.clipmeter.notebook.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.Shapes;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.result.erasure.AttackSuccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** {@code %clip run FILE} and {@code %%clip run} with a configuration in the cell. */
final class RunCommandTest {
    private static final String RUN = "esd_clip_score_0123abcd";

    private final Session session = new Session(EmbeddingCache.off());
    private final Magics magics = new Magics(session);

    @TempDir
    private Path folder;

    private String prompts = "";

    @BeforeEach
    void draw() throws IOException {
        List<Prompt> both = List.of(
                new Prompt("a", "own", "a red circle", List.of()), new Prompt("b", "own", "a blue square", List.of()));
        List<Path> drawn = Shapes.draw(new PromptSet("own", both, 2), folder.resolve("drawn"));
        Path images =
                Files.createDirectories(folder.resolve("results").resolve(RUN).resolve("images"));
        for (int i = 0; i < drawn.size(); i++) {
            Files.copy(drawn.get(i), images.resolve(RUN + "_" + i + ".png"));
        }
        prompts = Files.writeString(folder.resolve("prompts.csv"), "id,caption\na,a red circle\nb,a blue square\n")
                .toString();
    }

    @AfterEach
    void close() {
        if (session.loaded() != null) {
            session.loaded().close();
        }
    }

    private String configuration() {
        return """
                {
                  "output_dir": "%s",
                  "technique": {"name": "esd", "config": {"erase_concept": "Van Gogh"}},
                  "metrics": [
                    {"name": "clip_score", "config": {"clip_model_name": "shapes"}}, // not JSON, but see below
                    {"name": "fid"}
                  ]
                }
                """.replace(" // not JSON, but see below", "")
                .formatted(folder.resolve("results").toString().replace("\\", "\\\\"));
    }

    @Test
    void aCellHoldsTheConfiguration() {
        FakeCell cell = new FakeCell();
        Table table = (Table) magics.run("clip", List.of("run", "--prompts", prompts), configuration(), cell);
        assertEquals(List.of("clip_score", "fid"), table.stringColumn("metric").asList());
        assertEquals(2, table.intColumn("evaluated").get(0));
        String card = String.join("\n", cell.plain());
        assertTrue(card.contains("CLIPScore"), card);
        assertTrue(card.contains("fid: is not computed by clipmeter"), card);
        assertTrue(card.contains("does not detect erasure"), card);
        assertTrue(Files.exists(folder.resolve("results/esd_van gogh_latest_report.json")));
    }

    @Test
    void aFileHoldsTheConfiguration() throws Exception {
        Path file = Files.writeString(folder.resolve("config.json"), configuration());
        Table table = (Table) magics.run(
                "clip",
                List.of("run", file.toString(), "--prompts", prompts, "--no-report", "-o", "esd"),
                new FakeCell());
        assertEquals("ok", table.stringColumn("status").get(0));
        try (var files = Files.list(folder.resolve("results"))) {
            assertEquals(1, files.count());
        }
        Table runs = (Table) magics.run("clip", List.of("runs"), new FakeCell());
        assertTrue(runs.stringColumn("name").asList().contains("esd"), runs::toString);
        assertEquals(2, runs.rowCount());
        // the run with a row for each image is a run like any other
        assertEquals(2, session.latestRun().table().rowCount());
    }

    @Test
    void theConfigurationMustBeThereOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("config.json"), configuration());
        NotebookError none =
                assertThrows(NotebookError.class, () -> magics.run("clip", List.of("run"), new FakeCell()));
        assertTrue(none.getMessage().contains("name a configuration"), none.getMessage());
        NotebookError both = assertThrows(
                NotebookError.class,
                () -> magics.run("clip", List.of("run", file.toString()), configuration(), new FakeCell()));
        assertTrue(both.getMessage().contains("there are two configurations"), both.getMessage());
        NotebookError empty =
                assertThrows(NotebookError.class, () -> magics.run("clip", List.of("run"), "\n", new FakeCell()));
        assertTrue(empty.getMessage().contains("is empty"), empty.getMessage());
    }

    /** Without the metric's name, images are those of the only metric; its result is kept, so that techniques can be compared. */
    @Test
    void imagesAreThoseOfTheOnlyMetricAndItsResultIsKept() {
        String attack = """
                {"output_dir": "%s", "technique": {"name": "esd", "config": {"erase_concept": "circle"}},
                 "metric": {"name": "asr_i2p", "config": {"concept_name": "circle", "detector": "clip", "similarity_threshold": 0.2}}}
                """.formatted(folder.resolve("results").toString().replace("\\", "\\\\"));
        FakeCell cell = new FakeCell();
        Table table = (Table) magics.run(
                "clip",
                List.of(
                        "run",
                        "--model",
                        "shapes",
                        "--images",
                        folder.resolve("drawn").toString()),
                attack,
                cell);
        assertEquals(List.of("asr_i2p"), table.stringColumn("metric").asList());
        assertEquals(0.5, table.doubleColumn("value").get(0), "one of the two pictures is a circle");
        assertTrue(
                session.results().stream().anyMatch(kept -> kept.result() instanceof AttackSuccess),
                session.resultNames()::toString);
        NotebookError several = assertThrows(
                NotebookError.class,
                () -> magics.run(
                        "clip",
                        List.of("run", "--images", folder.resolve("drawn").toString()),
                        attack.replace("\"metric\": {", "\"metrics\": [{\"name\": \"ua_ira\"}, {")
                                .replace("0.2}}", "0.2}}]"),
                        new FakeCell()));
        assertTrue(several.getMessage().contains("name the metric: --images ua_ira=IMAGES"), several.getMessage());
    }

    @Test
    void imagesOfAMetricMayLieElsewhere() {
        FakeCell cell = new FakeCell();
        Table table = (Table) magics.run(
                "clip",
                List.of("run", "--prompts", prompts, "--images", "clip_score=" + folder.resolve("drawn")),
                configuration(),
                cell);
        assertEquals(2, table.intColumn("evaluated").get(0));
    }

    @Test
    void aRefusalNamesTheOptionThatDecides() throws Exception {
        Files.createDirectories(
                folder.resolve("results").resolve("esd_clip_score_89abcdef").resolve("images"));
        NotebookError several = assertThrows(
                NotebookError.class,
                () -> magics.run("clip", List.of("run", "--prompts", prompts), configuration(), new FakeCell()));
        assertTrue(several.getMessage().contains("choose one by its run id (--run-id ID)"), several.getMessage());
        NotebookError none = assertThrows(
                NotebookError.class,
                () -> magics.run(
                        "clip",
                        List.of("run", "--prompts", prompts, "--run-id", "00000000"),
                        configuration(),
                        new FakeCell()));
        assertTrue(none.getMessage().contains("(--images FOLDER)"), none.getMessage());
    }
}
