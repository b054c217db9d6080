package org.clipmeter.result.agreement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.clipmeter.LoadOptions;
import org.clipmeter.Result;
import org.clipmeter.ScoreRun;
import org.clipmeter.Summary;
import org.clipmeter.agreement.AgreementListener;
import org.clipmeter.agreement.RunAgreement;
import org.clipmeter.compare.SameTemplate;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.pairs.PairingException;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.plot.ModelPlots;
import org.clipmeter.plot.ScoreChart;
import org.clipmeter.report.RunPrompts;
import org.clipmeter.score.ScoreOptions;
import org.clipmeter.table.AgreementTables;
import org.clipmeter.table.Overview;
import org.clipmeter.table.TableText;
import tech.tablesaw.api.Table;

/**
 * Runs under several models, each image decoded once for as many models as fit into memory together: the scores under each
 * model in its own scale, how far the models agree about the order of the images, whether they agree which technique is
 * better, and how well each finds the prompts of the images. It is immutable and safe from any thread.
 *
 * <p>Scores of different models are never subtracted from each other or averaged: they have different scales.
 *
 * <pre>{@code
 * Agreement.of(List.of(sd, uce), List.of("B/32", "B/16", "L/14")).correlations();
 * }</pre>
 */
public final class Agreement implements Result {
    private final String name;
    private final List<String> models;
    private final List<RunAgreement> runs;
    private final List<String> warnings;

    Agreement(String name, List<String> models, List<RunAgreement> runs, List<String> warnings) {
        this.name = name;
        this.models = List.copyOf(models);
        this.runs = List.copyOf(runs);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Scores runs again with other models, on the calling thread; stored embeddings are used. A model that can't be had, or that fails
     * while it embeds, costs its own column, and a warning says why.
     *
     * @param runs at least one, scored with one template and one set of rules for images; the first is the baseline
     * @param models Hub ids, aliases or folders, each once
     * @throws IOException in one line, if no model can be had and used
     * @throws InvalidRequestException in one line, if there is no run or no model, a name stands for two of them, or the runs
     *     were scored with different templates or rules
     */
    public static Agreement of(List<ScoreRun> runs, List<String> models) throws IOException {
        if (runs.isEmpty()) {
            throw new InvalidRequestException("models: expected at least one run to score with them, got none");
        }
        LoadOptions loading = LoadOptions.defaults()
                .withImageRules(runs.get(0).result().config().images());
        return of(pairs(runs), models, ModelLoader.with(loading), options(runs), AgreementListener.none(), () -> false);
    }

    /**
     * Scores pairs with several models, on the calling thread.
     *
     * @param runs what to score by its name, in the order in which it is shown; the first is the baseline
     * @param models Hub ids, aliases or folders, each once
     * @param loader provides the models, with the rules for images that the options have, if they have any
     * @param options the same for all models
     * @param listener called on this thread between batches
     * @param cancelled polled by this thread between batches, and by worker threads between images
     * @throws IOException in one line, if no model can be had and used
     * @throws InvalidRequestException in one line, if there is no run or no model, or two names are the same model
     * @throws PairingException in one line, if no image of a run exists any longer, or a report beside the images shows that they were made
     *     from other prompts
     * @throws CancellationException if {@code cancelled} turned true; what was embedded until then is stored
     */
    public static Agreement of(
            Map<String, Pairs> runs,
            List<String> models,
            ModelLoader loader,
            ScoreOptions options,
            AgreementListener listener,
            BooleanSupplier cancelled)
            throws IOException {
        if (runs.isEmpty()) {
            throw new InvalidRequestException("models: expected at least one run to score with them, got none");
        }
        for (Map.Entry<String, Pairs> run : runs.entrySet()) {
            requireImages(run.getKey(), run.getValue());
            RunPrompts.check(run.getValue());
        }
        AgreementJob job = new AgreementJob(runs, models, loader, options, listener, cancelled);
        job.work();
        listener.comparing();
        List<String> names = List.copyOf(runs.keySet());
        return new Agreement(
                String.join(", ", names) + " under " + job.scored().size() + " models",
                job.scored(),
                RunAgreement.of(names, job.scores()),
                job.warnings());
    }

    /** Refuses a run whose images are all gone, such as one that was read from a file on another computer. */
    private static void requireImages(String run, Pairs pairs) {
        List<Path> files =
                pairs.pairs().stream().map(pair -> pair.image().path()).toList();
        if (!files.isEmpty() && files.stream().noneMatch(Files::exists)) {
            throw new PairingException(
                    "models: none of the images of " + run + " is there any longer, the first was at " + files.get(0)
                            + "; restore them, or score them from where they are now");
        }
    }

    /**
     * The pairs of runs by the runs' names, in order.
     *
     * @throws InvalidRequestException if a name stands for two runs
     */
    public static Map<String, Pairs> pairs(List<ScoreRun> runs) {
        Map<String, Pairs> pairs = new LinkedHashMap<>();
        for (ScoreRun run : runs) {
            if (pairs.put(run.name(), run.result().pairs()) != null) {
                throw new InvalidRequestException(
                        "compare: two runs are named " + run.name() + "; give each run another name");
            }
        }
        return pairs;
    }

    /**
     * How runs were scored, for scoring them again.
     *
     * @param runs at least one
     * @throws InvalidRequestException if they were scored with different templates or rules for images
     */
    public static ScoreOptions options(List<ScoreRun> runs) {
        ScoreRun first = runs.get(0);
        for (ScoreRun run : runs) {
            SameTemplate.require(
                    first.name(),
                    first.result().config(),
                    run.name(),
                    run.result().config());
            if (!first.result().config().images().equals(run.result().config().images())) {
                throw new InvalidRequestException("compare: " + first.name() + " and " + run.name()
                        + " were scored with different rules for images; score both in the same way");
            }
        }
        return ScoreOptions.defaults().withTemplate(first.result().config().template());
    }

    /** {@code sd, uce under 3 models}, unless named otherwise. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public Agreement named(String newName) {
        return new Agreement(newName, models, runs, warnings);
    }

    /** Short names of the models, in order, without those that could not be had. */
    public List<String> models() {
        return models;
    }

    /** Each run under all models; the first is the baseline. */
    public List<RunAgreement> runs() {
        return runs;
    }

    /** A row for each run with its score under each model; see {@link AgreementTables#values}. */
    @Override
    public Table table() {
        return AgreementTables.values(models, runs);
    }

    /** How far each two models agree about the order of a run's images; see {@link AgreementTables#correlations}. */
    public Table correlations() {
        return AgreementTables.correlations(models, runs);
    }

    /** How well each model finds the prompts of the images; see {@link AgreementTables#retrieval}. */
    public Table retrieval() {
        return AgreementTables.retrieval(runs);
    }

    /** What each model says about each run against the baseline; see {@link AgreementTables#techniques}. */
    public Table techniques() {
        return AgreementTables.techniques(models, runs);
    }

    /** The images with their z-scores and ranks, those on which models disagree most first; see {@link AgreementTables#images}. */
    public Table images() {
        return AgreementTables.images(models, runs);
    }

    /** The heat map and the scatter matrix of the first run; empty for one model or more than {@value ModelPlots#MOST}. */
    @Override
    public List<ScoreChart> charts() {
        return models.size() < 2 || models.size() > ModelPlots.MOST
                ? List.of()
                : List.of(heatMap(runs.get(0).run()), scatterMatrix(runs.get(0).run()));
    }

    /**
     * Kendall's τ-b between each two models over the images of a run.
     *
     * @throws InvalidRequestException if there is no such run, or not 2 to {@value ModelPlots#MOST} models
     */
    public ScoreChart heatMap(String run) {
        List<ModelPlots.Cell> cells = drawn(run).pairs().stream()
                .map(pair -> new ModelPlots.Cell(pair.first(), pair.second(), pair.kendall()))
                .toList();
        return ModelPlots.heatMap(run, "Kendall's τ-b", models, cells);
    }

    /**
     * The ranks of a run's images under each model against those under each other.
     *
     * @throws InvalidRequestException if there is no such run, or not 2 to {@value ModelPlots#MOST} models
     */
    public ScoreChart scatterMatrix(String run) {
        RunAgreement drawn = drawn(run);
        List<ModelPlots.Cell> cells = drawn.pairs().stream()
                .map(pair -> new ModelPlots.Cell(pair.first(), pair.second(), pair.spearman()))
                .toList();
        List<double[]> ranks = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            int model = i;
            ranks.add(drawn.items().images().stream()
                    .mapToDouble(item -> item.ranks().get(model))
                    .toArray());
        }
        return ModelPlots.scatterMatrix(run, "ρ", models, ranks, cells);
    }

    private RunAgreement drawn(String run) {
        if (models.size() < 2 || models.size() > ModelPlots.MOST) {
            throw new InvalidRequestException(
                    "plot: expected 2 to " + ModelPlots.MOST + " models, got " + models.size());
        }
        return runs.stream()
                .filter(each -> each.run().equals(run))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("plot: no run is named " + run + "; expected one of "
                        + runs.stream().map(RunAgreement::run).collect(Collectors.joining(", "))));
    }

    /** The scores under each model, the agreement of the models, and what such figures do not say. */
    @Override
    public Summary summary() {
        return AgreementSummary.of(this);
    }

    /** The models' names; no value, since each model has one; how many images all models have scored. */
    @Override
    public Overview overview() {
        return new Overview(
                String.join(", ", models),
                runs.get(0).byModel().get(0).result().model().precision(),
                null,
                runs.stream().mapToInt(run -> run.items().images().size()).sum(),
                runs.stream()
                        .mapToInt(run -> run.byModel().get(0).result().totalCount())
                        .sum(),
                runs.stream()
                        .map(run -> run.byModel().get(0).result().pairs().imagesName())
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }

    /** {@code name}, {@code baseline}, {@code models}, and {@code runs}: an object for each row of {@link #table}. */
    @Override
    public String json() {
        return TableText.json(
                table(),
                "runs",
                Map.of("name", name, "baseline", runs.get(0).run(), "models", String.join(", ", models)));
    }

    /** The models that could not be had, and the warnings of the others. */
    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public String toString() {
        return summary().text();
    }
}
