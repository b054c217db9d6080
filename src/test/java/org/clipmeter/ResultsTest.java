package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.clipmeter.compare.ComparisonOptions;
import org.clipmeter.compare.PromptGrouping;
import org.clipmeter.compare.Proportion;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.explain.ExplainMethod;
import org.clipmeter.generate.GenerateOptions;
import org.clipmeter.generate.GeneratedImage;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.pairs.Skipped;
import org.clipmeter.plot.ChartImages;
import org.clipmeter.plot.Grouping;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.report.ReportFiles;
import org.clipmeter.result.agreement.Agreements;
import org.clipmeter.result.attack.AttackResult;
import org.clipmeter.result.breakdown.Breakdown;
import org.clipmeter.result.erasure.ErasureResults;
import org.clipmeter.result.explain.Explanations;
import org.clipmeter.result.match.Matches;
import org.clipmeter.result.shapes.FieldErasure;
import org.clipmeter.result.shapes.ShapesRun;
import org.clipmeter.run.ConfiguredRuns;
import org.clipmeter.score.Failed;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.shapes.attack.Attack;
import org.clipmeter.shapes.attack.AttackOptions;
import org.clipmeter.shapes.drawing.DrawOptions;
import org.clipmeter.shapes.drawing.DrawnPicture;
import org.clipmeter.shapes.edit.MatrixChange;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.erase.Erasure;
import org.clipmeter.shapes.erase.Technique;
import org.clipmeter.shapes.field.FieldEdit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.knowm.xchart.XYSeries;

/** Rules that hold for every kind of result, and for every chart that can be made of results. */
class ResultsTest {
    private static final String LONG = "a-run-whose-name-is-longer-than-any-legend-or-axis-can-hold-" + "x".repeat(60);

    /** A part of an SVG drawing that others name by its id. */
    private static final Pattern SVG_PART =
            Pattern.compile("<(?:clipPath|image|\\w*[gG]radient) [^>]*?id=\"([^\"]+)\".*?>(?s:.*?)</");

    /** Examples of results. {@link #everyKindOfResultIsTested} fails for a kind that is missing here. */
    static List<Result> results() {
        ScoreRun sd = run("sd", 20, List.of());
        ScoreRun uce = run("uce", 21, List.of("the model was loaded without a network"));
        ScoreRun flagged = ScoreRuns.of("flagged", flagged(uce.result()));
        ScoreRun named = run(LONG, 19, List.of());
        Comparison margined = Comparison.of(
                sd, List.of(uce, named), ComparisonOptions.defaults().withMargin(0.5));
        List<Outcome> missing = List.of(new Failed("missing", "gone"), new Failed("missing", "gone"));
        ScoreRun nothing =
                ScoreRuns.of("nothing", Runs.of("B/32", List.of(Runs.prompt("a"), Runs.prompt("b")), missing));
        List<Result> results = new ArrayList<>(List.of(
                sd,
                uce,
                flagged,
                named,
                nothing,
                Comparison.of(sd, List.of(uce)),
                Comparison.of(named, List.of(sd, uce)),
                Comparison.of(sd, List.of(ScoreRuns.of("again", sd.result()))),
                margined,
                Breakdown.of(margined, PromptGrouping.SOURCE),
                Breakdown.of(Comparison.of(named, List.of(sd)), PromptGrouping.SOURCE),
                prompts(),
                plan(),
                plan().basedOn(sd),
                reports(),
                ConfiguredRuns.of(sd),
                images(),
                Matches.of(1),
                Matches.of(15),
                Agreements.of(
                        List.of("B/32", "laion/CLIP-B-32", "L/14"),
                        List.of("sd", LONG),
                        List.of(
                                List.of(sd.result(), uce.result(), named.result()),
                                List.of(uce.result(), sd.result(), named.result())),
                        List.of("without B/16: it can't be had")),
                Agreements.of(List.of("B/32"), List.of("sd"), List.of(List.of(sd.result())), List.of()),
                Agreements.of(
                        List.of("B/32", "L/14"),
                        List.of("nothing"),
                        List.of(List.of(nothing.result(), nothing.result())),
                        List.of()),
                shapes(),
                erasure(),
                attack(),
                Explanations.of(ExplainMethod.VALUE, 1, List.of("a cat")),
                Explanations.of(ExplainMethod.LEGRAD, 8, List.of(LONG, "cat"))));
        results.addAll(ErasureResults.all());
        return results;
    }

    /** Two pictures, of which one is other than asked. */
    private static ShapesRun shapes() {
        Path folder = Path.of("after");
        DrawOptions options = DrawOptions.defaults()
                .withArtist(Erasure.of("circle", Technique.ANCHOR).withStrength(.8))
                .withImagesPerPrompt(2);
        return new ShapesRun(
                "after",
                folder,
                options,
                List.of(
                        new DrawnPicture(
                                Runs.prompt("a"), 0, 0, folder.resolve("images/after_0.png"), "a red star", false),
                        new DrawnPicture(
                                Runs.prompt("a"), 1, 1, folder.resolve("images/after_1.png"), "a red hexagon", true)),
                .5);
    }

    /** A second edit, from captions without plurals. */
    private static FieldErasure erasure() {
        FieldEdit first = new FieldEdit("uce", "circle", "square", .5, 0, 1, true, "12ab");
        FieldEdit second = new FieldEdit("ablation", "red", "blue", 1, 30, 2, false, "34cd");
        return new FieldErasure(
                "neither",
                List.of(first, second),
                List.of(
                        new MatrixChange("blocks.0.key.weight", 128, 128, 8.5, .125),
                        new MatrixChange("blocks.0.value.weight", 128, 128, 6.5, 0)),
                "56ef",
                1.5);
    }

    /** An attack that found captions and no embedding. */
    private static AttackResult attack() {
        return new AttackResult(
                "no-circle",
                new Attack(
                        Concept.of("circle"),
                        AttackOptions.defaults().withMode(AttackOptions.Mode.WORDS),
                        List.of(
                                new Attack.Finding(Attack.Kind.PLAIN, "… circle …", new Proportion(3, 32), List.of()),
                                new Attack.Finding(
                                        Attack.Kind.WORDS, "crimson large", new Proportion(30, 32), List.of())),
                        List.of(new Attack.Course(Attack.Kind.WORDS, List.of(1, 9), List.of(-.1, .2)))),
                "circle erased by uce",
                12.5);
    }

    /** Images of which one was kept, one was drawn from another prompt, and two could not be made. */
    private static ImageRun images() {
        Path folder = Path.of("sd");
        return new ImageRun(
                "sd",
                folder,
                GenerateOptions.defaults(),
                List.of(
                        new GeneratedImage.Made(
                                Runs.prompt("a"),
                                0,
                                7L,
                                folder.resolve("a_0.png"),
                                true,
                                8,
                                9,
                                List.of(),
                                null,
                                "m",
                                1.5),
                        new GeneratedImage.Made(
                                Runs.prompt("b"),
                                0,
                                null,
                                folder.resolve("b_0.jpg"),
                                false,
                                8,
                                8,
                                List.of("revised_prompt", "all_black", "other_size"),
                                "b in detail",
                                "n",
                                2),
                        new GeneratedImage.Failed(Runs.prompt("c"), 0, 7L, true, "refused"),
                        new GeneratedImage.Failed(Runs.prompt("d"), 0, 7L, false, "no image")),
                3.5);
    }

    /** A plan of which everything is known, with what is left over. */
    private static ScorePlan plan() {
        ScoreResult result = run("sd", 20, List.of()).result();
        Pairs joined = result.pairs();
        Pairs pairs = new Pairs(
                "results/sd",
                "own.csv",
                joined.key(),
                joined.pairs(),
                List.of("stray.png"),
                List.of(Runs.prompt("left")),
                List.of(new Skipped("a.txt", "is not an image", ".txt file")),
                List.of(),
                "joined by id, 1 image a prompt",
                List.of());
        PlannedModel model = new PlannedModel(
                result.model().name(), "cpu", "fp32", 151_277_313L, PlannedModel.State.TO_DOWNLOAD, List.of());
        return new ScorePlan(
                pairs, model, new PlannedWork(List.of("yes", "no", "no", "unreadable"), 2, 4, 3, 1, false), null);
    }

    private static Reports reports() {
        try {
            return Reports.read(ReportFiles.write(Files.createTempDirectory("reports")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PromptList prompts() {
        List<Prompt> some = List.of(Runs.prompt("a"), Runs.prompt("b"));
        return PromptList.of(
                new PromptFile(new PromptSet("own.csv", some, 9), List.of("own.csv row 3 has an empty prompt")));
    }

    private static ScoreRun run(String name, double first, List<String> warnings) {
        List<Prompt> prompts = Stream.of("a", "b", "c", "d").map(Runs::prompt).toList();
        List<Outcome> outcomes =
                List.of(Runs.scored(first), Runs.scored(25), Runs.scored(2.5 * first), new Failed("missing", "gone"));
        return new ScoreRun(
                name, Runs.of("B/32", prompts, outcomes), warnings, ScoringModel.of(null, LoadOptions.defaults()));
    }

    private static ScoreResult flagged(ScoreResult result) {
        List<ScoreRow> rows = result.rows().stream()
                .map(row -> new ScoreRow(
                        row.index(), row.pair(), row.outcome(), row.tokens(), true, EnumSet.allOf(ImageFlag.class)))
                .toList();
        return new ScoreResult(
                result.pairs(), rows, result.model(), result.config(), result.seconds(), result.cached());
    }

    /** Every chart that a result shows, and every kind of plot for each run and for each pair of runs. */
    static Stream<ScoreChart> charts() {
        List<ScoreRun> runs = results().stream()
                .filter(ScoreRun.class::isInstance)
                .map(ScoreRun.class::cast)
                .toList();
        List<ScoreChart> charts = new ArrayList<>();
        results().forEach(result -> charts.addAll(result.charts()));
        for (PlotKind kind : PlotKind.values()) {
            for (Grouping by : Grouping.values()) {
                for (ScoreRun run : runs) {
                    boolean drawn = kind != PlotKind.FOREST || isComparedWith(runs.get(0), run);
                    if (drawn) {
                        charts.add(kind.draw(kind.fewest() == 2 ? List.of(runs.get(0), run) : List.of(run), by));
                    }
                }
                if (!kind.ofTwo()) {
                    charts.add(kind.draw(
                            runs.stream()
                                    .filter(run -> kind != PlotKind.FOREST
                                            || run == runs.get(0)
                                            || isComparedWith(runs.get(0), run))
                                    .toList(),
                            by));
                }
            }
        }
        return charts.stream();
    }

    private static boolean isComparedWith(ScoreRun baseline, ScoreRun run) {
        return run != baseline && run.value() != null;
    }

    /** Pages that nbconvert makes, and VS Code, put all drawings of a notebook into one document, where an id is unique. */
    @Test
    void drawingsOfOnePageDoNotShareTheIdOfDifferentParts() throws Exception {
        Map<String, String> parts = new HashMap<>();
        for (ScoreChart chart : charts().limit(40).toList()) {
            Matcher part = SVG_PART.matcher(ChartImages.svg(chart));
            while (part.find()) {
                assertEquals(part.group(), parts.getOrDefault(part.group(1), part.group()), chart.getTitle());
                parts.put(part.group(1), part.group());
            }
        }
        assertFalse(parts.isEmpty(), "no drawing has an id");
    }

    @Test
    void everyKindOfResultIsTested() {
        Set<String> kinds = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.clipmeter").stream()
                        .filter(type -> type.isAssignableTo(Result.class)
                                && !type.isInterface()
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> tested = results().stream()
                .map(result -> result.getClass().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(kinds, tested);
    }

    @ParameterizedTest
    @MethodSource("results")
    void aResultAnswersEveryQuestion(Result result, @TempDir Path folder) throws IOException {
        assertFalse(result.name().isBlank());
        assertEquals("other", result.named("other").name());
        assertEquals(result.json(), result.named(result.name()).json());
        assertTrue(result.scoredRuns().isEmpty() || !result.charts().isEmpty());
        assertTrue(new JsonMapper().readTree(result.json()).isObject(), result.json());
        assertTrue(result.overview().total() >= result.overview().evaluated());
        Path json = folder.resolve("result.json");
        result.write(json);
        assertEquals(result.json() + "\n", Files.readString(json));
        Path csv = folder.resolve("result.csv");
        result.write(csv);
        assertEquals(
                String.join(",", result.table().columnNames()),
                Files.readAllLines(csv).get(0));
        assertEquals(result.table().rowCount() + 1L, Files.readAllLines(csv).size());
        assertThrows(IOException.class, () -> result.write(folder.resolve("result.txt")));
        assertThrows(IOException.class, () -> result.write(folder.resolve("nowhere/result.csv")));
    }

    @ParameterizedTest
    @MethodSource("results")
    void everyWordOfASummaryIsInTheTextAndOnTheCard(Result result) {
        Summary summary = result.summary();
        Output shown = Views.summary(result);
        assertEquals(summary.text(), shown.plain());
        assertEquals(summary.text(), result.toString());
        String card = String.valueOf(shown.html())
                .replaceAll("<span title=\"([0-9a-f]+)\">[^<]*</span>", "$1")
                .replaceAll("<[^>]*>", "")
                .replace("&#39;", "'");
        for (String word : words(summary)) {
            assertTrue(summary.text().contains(word), () -> word + " is not in " + summary.text());
            assertTrue(card.contains(word), () -> word + " is not in " + card);
        }
    }

    private static List<String> words(Summary summary) {
        List<String> words = new ArrayList<>(summary.caveats());
        assertFalse(words.isEmpty(), "a result without a caveat");
        for (Summary.Part part : summary.parts()) {
            words.add(part.headline().text());
            part.facts().forEach(fact -> words.add(fact.text()));
            words.addAll(part.notes());
        }
        return words;
    }

    @Test
    void theSummaryOfARunHasAllFlagsAndAllWarnings() {
        Result flagged = results().get(2);
        String text = flagged.summary().text();
        assertTrue(text.contains("3 prompts longer than the model reads were cut"), "one of 4 has no score: " + text);
        assertTrue(text.contains("4 images all black (from a safety filter?)"), text);
        assertTrue(text.contains("4 images damaged, but readable"), text);
        assertTrue(text.contains("4 images with transparent pixels: "), text);
        Result warned = results().get(1);
        assertTrue(warned.summary().text().contains(warned.warnings().get(0)));
    }

    @ParameterizedTest
    @MethodSource("charts")
    void aChartHasATitleAxesAndALegendAndFits(ScoreChart chart) throws Exception {
        assertTrue(chart.getTitle().contains("n = "), chart.getTitle());
        assertTrue(chart.getTitle().length() <= 76, chart.getTitle());
        assertFalse(String.valueOf(chart.getXAxisTitle()).isBlank(), chart.getTitle());
        assertNotNull(chart.getYAxisTitle(), chart.getTitle());
        List<XYSeries> inLegend = chart.getSeriesCollection().stream()
                .filter(XYSeries::isShowInLegend)
                .toList();
        boolean legend = chart.getStyler().isLegendVisible() && !inLegend.isEmpty();
        assertTrue(legend || !chart.bars().isEmpty(), "neither a legend nor labeled rows: " + chart.getTitle());
        for (XYSeries series : inLegend) {
            assertFalse(series.getLabel().isBlank(), chart.getTitle());
            for (String line : series.getLabel().lines().toList()) {
                assertTrue(line.length() <= 90, () -> "a legend's line does not fit: " + line);
            }
        }
        for (String bar : chart.bars().stream().map(ScoreChart.Bar::label).toList()) {
            assertFalse(bar.isBlank(), chart.getTitle());
        }
        var picture = ImageIO.read(new ByteArrayInputStream(ChartImages.png(chart)));
        assertEquals(2 * chart.getWidth(), picture.getWidth());
        int corner = 20;
        int[] edge = new int[2 * (picture.getHeight() - 2 * corner)];
        for (int y = 0; y < edge.length / 2; y++) {
            edge[2 * y] = picture.getRGB(1, corner + y);
            edge[2 * y + 1] = picture.getRGB(picture.getWidth() - 2, corner + y);
        }
        int card = picture.getRGB(corner, corner);
        assertTrue(Arrays.stream(edge).allMatch(rgb -> rgb == card), () -> "cut at a side: " + chart.getTitle());
    }

    @Test
    void aComparisonIsDrawnAsItsRuns() {
        ScoreRun sd = run("sd", 20, List.of());
        ScoreRun uce = run("uce", 21, List.of());
        Result comparison = Comparison.of(sd, List.of(uce)).named("change");
        for (PlotKind kind : PlotKind.values()) {
            assertEquals(
                    kind.draw(List.of(sd, uce), Grouping.RUN).getTitle(),
                    kind.draw(List.of(comparison), Grouping.RUN).getTitle());
        }
    }

    @Test
    void aListOfPromptsStatesItsBlocksAndWhatWasWrong() {
        String text = prompts().summary().text();
        assertTrue(text.startsWith("2 prompts of own.csv"), text);
        assertTrue(text.contains("available 9"), text);
        assertTrue(text.contains("own.csv row 3 has an empty prompt"), text);
    }

    @Test
    void whatIsToKnowAboutImagesOfAServiceIsInTheSummaryAndTheTable() {
        String text = images().summary().text();
        assertTrue(
                text.startsWith("2 of 4 images in sd\nservice Stable Diffusion web UI, http://127.0.0.1:7860"), text);
        for (String line : List.of(
                "1 image refused because of the prompt's content, such as c_0: refused",
                "1 image not made, such as d_0: no image",
                "1 image drawn from a prompt that the service revised; scores use the original",
                "1 image all black (from a safety filter?)",
                "1 image of another size than was asked for",
                "the images are of several models, and their mean score is of no single one: m, n")) {
            assertTrue(text.contains("\n" + line + "\n"), text);
        }
        assertEquals(
                List.of("kept", "made", "moderated", "failed"),
                images().table().stringColumn("status").asList());
        assertEquals(2, images().overview().evaluated());
    }

    @Test
    void aResultWithoutScoresPerImageIsRefusedByPlots() {
        for (PlotKind kind : PlotKind.values()) {
            List<Result> two = Collections.nCopies(kind.fewest(), prompts());
            String reason =
                    String.valueOf(assertThrows(IllegalArgumentException.class, () -> kind.draw(two, Grouping.RUN))
                            .getMessage());
            assertEquals(kind + ": own.csv has no scores per image; expected results of scoring", reason);
            assertThrows(IllegalArgumentException.class, () -> kind.draw(List.of(), Grouping.RUN));
        }
    }
}
