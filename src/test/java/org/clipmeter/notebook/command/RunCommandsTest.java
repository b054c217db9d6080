package org.clipmeter.notebook.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.ScoreRuns;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.score.Failed;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.Runs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

/** The commands that show, compare and export finished runs. */
class RunCommandsTest {
    private final FakeCell cell = new FakeCell();
    private final Session session = new Session();
    private final Magics magics = new Magics(session);

    @BeforeEach
    void keepThreeRuns() {
        List<Prompt> prompts = List.of(Runs.prompt("a"), Runs.prompt("b"), Runs.prompt("c"));
        keep("sd", "B/32", prompts, List.of(Runs.scored(20), Runs.scored(25), Runs.scored(30)));
        keep("uce", "B/32", prompts, List.of(Runs.scored(21), Runs.scored(20), new Failed("missing", "gone")));
        keep("large", "L/14", prompts, List.of(Runs.scored(10), Runs.scored(11), Runs.scored(12)));
    }

    private void keep(String name, String model, List<Prompt> prompts, List<Outcome> outcomes) {
        session.keep(ScoreRuns.of(name, Runs.of(model, prompts, outcomes)), name);
    }

    private @Nullable Object run(String line) throws Exception {
        return magics.run("clip", List.of(line.split(" ")), cell);
    }

    @ParameterizedTest
    @CsvSource({
        "plot histogram, 'CLIP Score per image, n = 3 of 3'",
        "plot ecdf sd uce, 'CLIP Score per image, 2 runs, n = 3, 2'",
        "plot BOX 1 --by source, 'CLIP Score per image, n = 3 of 3'",
        "plot bars sd 2, 'Mean CLIP Score, 2 runs, n = 3, 2'",
        "plot scatter, 'large against uce, n = 2 prompts'",
        "plot delta sd uce, 'Δ logits_per_image, uce − sd, n = 2 prompts'"
    })
    void aChartIsShownAsAPicture(String line, String title) throws Exception {
        assertNull(run(line));
        Output shown = cell.outputs().get(0);
        assertEquals(title, shown.plain());
        assertNotNull(shown.picture());
        assertNull(shown.svg());
    }

    @Test
    void aChartIsShownAsSvgOnRequest() throws Exception {
        run("plot bars sd --svg");
        assertNull(cell.outputs().get(0).picture());
        assertTrue(String.valueOf(cell.outputs().get(0).svg()).contains("<svg"));
    }

    @Test
    void aChartHasTheSizeAndTheVariableAskedFor() throws Exception {
        run("plot histogram sd --width 500 --height 300 -o chart");
        ScoreChart chart = assertInstanceOf(ScoreChart.class, cell.variables().get("ScoreChart chart"));
        assertEquals(500, chart.getWidth());
        assertEquals(300, chart.getHeight());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plot pie | expected histogram, " + "ecdf, box, bars, scatter, delta or forest, got pie",
                "plot forest sd | forest: expected at least two runs, got 1",
                "compare sd uce --margin -1 | %clip compare: margin: expected a number above 0, in logits_per_image, got -1.0",
                "compare sd uce --by color | expected source or element-type, got color",
                "compare sd uce --across model | expected precision or preprocessing, got model",
                "compare sd uce --by element-type | %clip compare: by element type: no prompt has a question",
                "plot delta sd | %clip plot delta: expected two runs, got 1",
                "plot bars nobody | %clip plot: run nobody: no run has this name or place; expected one of sd, uce, large",
                "plot bars sd --width 9 | %clip plot: --width: expected 200 to 4000 pixels, got 9",
                "gallery sd --worst 0 | %clip gallery: --worst: expected a number from 1, got 0",
                "plot bars sd large | %clip plot: Scores are comparable only under the same clip_model_name: sd was "
                        + "scored with B/32, large with L/14; score both in the same way (embeddings that the cache holds are not "
                        + "computed again), or draw a scatter of one against the other",
                "gallery large --changed sd | %clip gallery: Scores are comparable only under the same "
                        + "clip_model_name: sd was scored with B/32, large with L/14; score both in the same way (embeddings "
                        + "that the cache holds are not computed again), or draw a scatter of one against the other"
            })
    void slipsAreExplained(String line, String expected) {
        String error = String.valueOf(
                assertThrows(NotebookError.class, () -> run(line)).getMessage());
        assertTrue(error.lines().findFirst().orElse("").contains(expected), error);
    }

    @Test
    void runsAreATable() throws Exception {
        Table table = assertInstanceOf(Table.class, run("runs"));
        assertEquals(List.of("sd", "uce", "large"), table.stringColumn("name").asList());
        assertEquals(List.of(1, 2, 3), table.intColumn("place").asList());
        assertEquals(20.5, table.doubleColumn("value").get(1));
        assertEquals(2, table.intColumn("evaluated").get(1));
        String when = table.getString(0, "when");
        assertTrue(when.matches("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"), when);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gallery sd --worst 2 | worst of sd: 2 of 3 | 20.0000 25.0000",
                "gallery sd --best 2 | best of sd: 2 of 3 | 30.0000 25.0000",
                "gallery | worst of large: 3 of 3 | 10.0000 11.0000 12.0000",
                "gallery uce --failed | failed, uce: 1 of 1 | missing:",
                "gallery sd --black | all black, sd: none | ",
                "gallery uce --changed sd | most changed from sd (left) to uce (right), left out 1 without a score: "
                        + "2 of 2 | 25.0000 20.0000"
            })
    void aGalleryPicksItsPictures(String line, String head, @Nullable String first) throws Exception {
        run(line);
        List<String> lines = cell.plain().get(0).lines().toList();
        assertEquals(head, lines.get(0));
        String[] starts = first == null ? new String[0] : first.split(" ");
        for (int i = 0; i < Math.min(starts.length, lines.size() - 1); i++) {
            assertTrue(lines.get(i + 1).contains(starts[i]) || lines.get(1).contains(starts[i]), lines.toString());
        }
    }

    @Test
    void aComparisonShowsItsSummaryAndItsChartAndGivesATable() throws Exception {
        Table table = assertInstanceOf(Table.class, run("compare sd uce -o compared"));
        assertEquals(
                List.of(
                        "run",
                        "n",
                        "baseline_mean",
                        "mean",
                        "delta",
                        "delta_low",
                        "delta_high",
                        "wilcoxon_p",
                        "wilcoxon_p_holm",
                        "higher",
                        "equal",
                        "lower",
                        "win_rate",
                        "rank_biserial",
                        "smallest_delta",
                        "mean_low",
                        "mean_high",
                        "median",
                        "sd",
                        "images",
                        "failed",
                        "baseline_mean_low",
                        "baseline_mean_high",
                        "baseline_median",
                        "baseline_sd",
                        "baseline_images",
                        "baseline_failed",
                        "wilcoxon_method"),
                table.columnNames());
        assertEquals(List.of("uce", "2", "22.5000", "20.5000"), cells(table, 0).subList(0, 4));
        assertEquals("-2.0000", table.getString(0, "delta"));
        assertEquals("0.500", table.getString(0, "win_rate"));
        assertTrue(table == cell.variables().get("Table compared"));
        String plain = cell.outputs().get(0).plain();
        assertTrue(
                plain.startsWith(
                        "uce against sd: Δ -2.0000 logits_per_image over 2 prompts\n95 % BCa [-5.0000, +1.0000]\n"),
                plain);
        assertTrue(plain.contains("means 22.5000 → 20.5000, 1 higher, 0 equal, 1 lower"), plain);
        assertTrue(plain.contains("Wilcoxon p 1.0000 (exact)"), plain);
        assertEquals("exact", table.getString(0, "wilcoxon_method"));
        assertTrue(plain.contains("the interval contains 0"), plain);
        assertTrue(plain.contains("left out: 1 without a score"), plain);
        assertTrue(plain.contains("medians 22.5000 → 20.5000"), plain);
        assertTrue(plain.contains("sd 3.5355 → 0.7071"), plain);
        assertTrue(plain.contains("rank-biserial -0.333, win rate 0.500"), plain);
        assertTrue(plain.contains("images without a score: 0 in sd, 1 in uce"), plain);
        assertTrue(plain.contains("fewer than 20 prompts: bootstrap intervals are too narrow"), plain);
        assertFalse(plain.contains("clustered"), plain);
        assertFalse(plain.contains("Holm"), "there is one test only: " + plain);
        assertTrue(plain.contains("does not detect erasure"), plain);
        String html = String.valueOf(cell.outputs().get(0).html());
        assertTrue(html.contains(">-2.0000</span>") && html.contains("logits_per_image over 2 prompts"), html);
        assertEquals(
                "Δ logits_per_image, uce − sd, n = 2 prompts",
                cell.outputs().get(1).plain());
    }

    private static List<String> cells(Table table, int row) {
        return table.columns().stream().map(column -> column.getString(row)).toList();
    }

    @Test
    void aComparisonIsKeptAsAResult(@TempDir Path folder) throws Exception {
        run("compare sd uce");
        run("compare sd uce -o uce"); // must not take the place of the run
        run("compare sd uce -o change");
        Table runs = assertInstanceOf(Table.class, run("runs"));
        assertEquals(
                List.of("sd", "uce", "large", "uce_against_sd", "change"),
                runs.stringColumn("name").asList());
        assertTrue(runs.doubleColumn("value").isMissing(3));
        Path file = folder.resolve("change.json");
        run("export uce_against_sd " + file);
        assertTrue(Files.readString(file).contains("\"baseline\":\"sd\""), Files.readString(file));
        assertTrue(Files.exists(folder.resolve("change.json.provenance.json")));
        assertEquals(
                "uce_against_sd: 1 row written to " + file,
                cell.outputs().get(cell.outputs().size() - 1).plain());
        run("plot delta change");
        assertEquals(
                "Δ logits_per_image, uce − sd, n = 2 prompts",
                cell.outputs().get(cell.outputs().size() - 1).plain());
        assertNull(run("plot histogram"), "draws the last run, not the comparison after it");
        String message =
                assertThrows(NotebookError.class, () -> run("gallery change")).getMessage();
        assertTrue(message.contains("run change has no scores per image"), message);
    }

    @Test
    void onePromptIsNoProof() throws Exception {
        keep("one", "B/32", List.of(Runs.prompt("a")), List.of(Runs.scored(12)));
        run("compare sd one");
        String plain = cell.outputs().get(0).plain();
        assertTrue(plain.startsWith("one against sd: Δ -8.0000 logits_per_image over 1 prompt\n"), plain);
        assertTrue(plain.contains("one prompt alone gives no interval: the change may be chance"), plain);
    }

    @Test
    void severalRunsAreComparedWithTheFirst() throws Exception {
        List<Prompt> prompts = List.of(Runs.prompt("a"), Runs.prompt("b"), Runs.prompt("c"));
        keep("esd", "B/32", prompts, List.of(Runs.scored(19), Runs.scored(24), Runs.scored(29)));
        Table table = assertInstanceOf(Table.class, run("compare sd uce esd"));
        assertEquals(List.of("uce", "esd"), table.stringColumn("run").asList());
        assertEquals("-1.0000", table.getString(1, "delta"));
        assertEquals("", table.getString(1, "delta_high"), "esd changes every prompt by -1, which gives no interval");
        String plain = cell.outputs().get(0).plain();
        assertTrue(plain.contains("Wilcoxon p 1.0000, Holm-adjusted 1.0000 (exact)"), plain);
        assertTrue(plain.contains("Wilcoxon p 0.2500, Holm-adjusted 0.5000 (all sign permutations, with ties)"), plain);
        assertTrue(
                plain.contains("The Holm-adjusted p accounts for all 2 comparisons; intervals are those of each"),
                plain);
        assertEquals("Δ against sd, n = 2 to 3 prompts", cell.outputs().get(1).plain());
        assertEquals(
                "Mean CLIP Score, 3 runs, n = 3, 2, 3", cell.outputs().get(2).plain());
    }

    @Test
    void aMarginIsTestedAndDrawnAndSourcesAreComparedAlone() throws Exception {
        Table table = assertInstanceOf(Table.class, run("compare sd uce --margin 6 --by source -o change"));
        assertEquals("6.0000", table.getString(0, "margin"));
        assertEquals("true", table.getString(0, "within_margin"));
        String plain = cell.outputs().get(0).plain();
        assertTrue(plain.contains("within ±6 (90 % BCa [-5.0000, +1.0000])"), plain);
        assertFalse(plain.contains("no difference"), plain);
        assertEquals("Δ against sd, n = 2 prompts", cell.outputs().get(1).plain());
        String groups = cell.outputs().get(3).plain();
        assertTrue(groups.startsWith("uce against sd: 1 group of prompts by source\n"), groups);
        assertTrue(
                groups.contains("coco, n = 2: Δ -2.0000 [-5.0000, +1.0000], Holm-adjusted p 1.0000, within ±6"),
                groups);
        assertTrue(groups.contains("With 1 group, some differ by chance"), groups);
        assertTrue(session.resultNames().contains("change_by_source"));
        run("compare sd uce --margin 0.5");
        assertTrue(cell.outputs().get(6).plain().contains("not shown to be within ±0.5 (90 % BCa ["));
        run("plot forest change");
        run("plot forest sd uce");
        assertEquals("Δ against sd, n = 2 prompts", cell.outputs().get(9).plain());
        assertEquals("Δ against sd, n = 2 prompts", cell.outputs().get(10).plain());
    }

    @Test
    void severalImagesOfAPromptAreOneClusterWhichIsSaid() throws Exception {
        List<Prompt> twice = List.of(Runs.prompt("a"), Runs.prompt("a"), Runs.prompt("b"));
        keep("two", "B/32", twice, List.of(Runs.scored(22), Runs.scored(24), Runs.scored(24)));
        Table table = assertInstanceOf(Table.class, run("compare sd two"));
        assertEquals("2", table.getString(0, "n"));
        assertEquals("3", table.getString(0, "images"));
        assertEquals("23.5000", table.getString(0, "mean"));
        String plain = cell.outputs().get(0).plain();
        assertTrue(
                plain.contains(
                        "clustered by prompt: each counts once, with the mean of its images (2 in sd, 3 in two)"),
                plain);
        assertTrue(
                plain.contains("left out: 1 only in sd\nthe runs have different prompts, and only those of both"),
                plain);
        run("plot bars two");
        assertEquals(
                "Mean CLIP Score, clustered by prompt, n = 3 of 3",
                cell.outputs().get(2).plain());
    }

    @Test
    void equalRunsHaveNeitherPValueNorInterval() throws Exception {
        List<Prompt> prompts = List.of(Runs.prompt("a"), Runs.prompt("b"), Runs.prompt("c"));
        keep("again", "B/32", prompts, List.of(Runs.scored(20), Runs.scored(25), Runs.scored(30)));
        Table table = assertInstanceOf(Table.class, run("compare sd again"));
        assertEquals("", table.getString(0, "wilcoxon_p"));
        assertEquals("", table.getString(0, "delta_low"));
        String plain = cell.outputs().get(0).plain();
        assertTrue(plain.contains("Wilcoxon p none (every prompt scores the same in both)"), plain);
    }

    @ParameterizedTest
    @CsvSource({
        "compare sd, 'expected a baseline and at least one run to compare with it, got sd alone'",
        "compare sd nothing, '%clip compare: run nothing: no run has this name or place'",
        "compare sd large, 'sd was scored with B/32, large with L/14'",
        "compare sd sd, 'two runs are named sd'",
        "compare sd uce=nowhere, 'nowhere'"
    })
    void whatCannotBeComparedIsSaidInALine(String line, String said) {
        String message = assertThrows(NotebookError.class, () -> run(line)).getMessage();
        assertTrue(message.contains(said), message);
        assertTrue(message.lines().count() <= 2, message);
    }

    @Test
    void anExportedRunIsLoadedListedAndCompared(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("uce.json");
        run("export uce " + file);
        Table loaded = assertInstanceOf(Table.class, run("load " + file + " -o before"));
        assertEquals(List.of("Table before"), List.copyOf(cell.variables().keySet()));
        assertEquals(session.run("uce").table().printAll(), loaded.printAll(), "the same table, scores and failures");
        Table runs = assertInstanceOf(Table.class, run("runs"));
        assertEquals(
                List.of("sd", "uce", "large", "before"),
                runs.stringColumn("name").asList());
        assertEquals(file.toString(), runs.stringColumn("loaded_from").get(3));
        assertTrue(runs.stringColumn("loaded_from").isMissing(0));
        Table fresh = assertInstanceOf(Table.class, run("compare sd uce"));
        Table again = assertInstanceOf(Table.class, run("compare sd before"));
        assertEquals(fresh.column("mean").getString(0), again.column("mean").getString(0));
        assertNull(run("plot delta sd before"));
        run("export before " + folder.resolve("again.json"));
        run("load " + folder.resolve("again.json"));
        run("load " + folder.resolve("again.json"));
        assertEquals(
                List.of("sd", "uce", "large", "before", "uce_against_sd", "before_against_sd", "before_2"),
                session.resultNames(),
                "a run keeps its name, replaces none but its own earlier loading");
        assertThrows(NotebookError.class, () -> run("load " + folder.resolve("gone.json")));
    }

    @Test
    void aRunIsCited() throws Exception {
        assertNull(run("cite uce"));
        String methods = cell.plain().get(0);
        assertTrue(methods.contains("under the model B/32 (commit 1)"), methods);
        assertTrue(
                cell.plain().get(1).startsWith("@inproceedings{radford2021clip,"),
                cell.plain().get(1));
        run("cite");
        assertTrue(cell.plain().get(2).contains("under the model L/14 (commit 1)"), "the last run");
    }
}
