package org.clipmeter.notebook.command.agreement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.ScoreRun;
import org.clipmeter.agreement.AgreementListener;
import org.clipmeter.agreement.RunAgreement;
import org.clipmeter.agreement.SharedItems;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Downloads;
import org.clipmeter.notebook.view.Gallery;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.result.agreement.Agreement;
import org.clipmeter.score.ScoreOptions;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** {@code %clip compare --models}: scores runs with several models and shows how far these agree. */
public final class ModelComparison {
    /** How many of the images on which models disagree most are shown as pictures. */
    private static final int PICTURES = 6;

    private final Session session;
    private final Cell cell;
    private final List<String> models;
    private final Map<String, Pairs> runs = new LinkedHashMap<>();
    private final List<ScoreRun> scored = new ArrayList<>();

    /** @param models as they were typed */
    public ModelComparison(Session session, Cell cell, List<String> models) {
        this.session = session;
        this.cell = cell;
        this.models = models;
    }

    /** Adds a run that was scored before; its template and its rules for images are used for all models. */
    public void add(ScoreRun run) {
        add(run.name(), run.result().pairs());
        scored.add(run);
    }

    /** Adds images that are scored with the options of the command. */
    public void add(String name, Pairs pairs) {
        if (runs.put(name, pairs) != null) {
            throw new InvalidRequestException("compare: two runs are named " + name + "; give each run another name");
        }
    }

    /**
     * Scores everything, shows it, and keeps it for later cells.
     *
     * @param given the options of the command
     * @param variable the variable that the result is bound to; null if it is not known
     * @return a row for each run
     */
    public Table show(ScoreOptions given, @Nullable String variable) throws Exception {
        ScoreOptions options = given;
        ImageRules rules = ImageRules.defaults();
        if (!scored.isEmpty()) {
            ScoreOptions before = Agreement.options(scored);
            if (given.template() != null && !given.template().equals(before.template())) {
                throw new InvalidRequestException("compare: " + scored.get(0).name()
                        + " was scored with another template than --template " + given.template()
                        + "; leave --template out, or name the images instead of the run");
            }
            options = given.withTemplate(before.template());
            rules = scored.get(0).result().config().images();
        }
        ImageRules wanted = options.over(rules);
        ScoreOptions scoring = options.withPreprocessing(null).withTransparency(null);
        ProgressBar bar = new ProgressBar(cell);
        Downloads downloads = new Downloads(bar);
        Agreement agreement = session.job()
                .of("%clip compare", " to continue from there")
                .run(
                        bar,
                        cancelled -> Agreement.of(
                                runs,
                                models,
                                new SessionModels(session, wanted, downloads.listener(cancelled)),
                                scoring,
                                progress(bar),
                                cancelled));
        String downloaded = downloads.sum().isEmpty() ? "" : "; " + downloads.sum();
        bar.finish("scored " + String.join(", ", runs.keySet()) + " with " + String.join(", ", agreement.models())
                + downloaded);
        session.keep(agreement, name(variable));
        show(agreement);
        return agreement.table();
    }

    /** The variable's name, unless it is that of a run; else a word that {@code %clip export} can be given. */
    private String name(@Nullable String variable) {
        return variable != null && !runs.containsKey(variable)
                ? variable
                : String.join("_", runs.keySet()) + "_under_models";
    }

    private static AgreementListener progress(ProgressBar bar) {
        return new AgreementListener() {
            @Override
            public void loading(String model) {
                bar.note("loading " + model);
            }

            @Override
            public void texts(String run, String model, int done, int total) {
                if (done <= 1) {
                    bar.note("encoding the prompts of " + run + " with " + model);
                }
            }

            @Override
            public void images(String run, List<String> names, int done, int total, int cached) {
                if (done == 0) {
                    bar.stage(run + " with " + String.join(", ", names), "images", "scoring " + run);
                }
                bar.update(done, total, cached);
            }

            @Override
            public void comparing() {
                bar.note("comparing the models");
            }
        };
    }

    private void show(Agreement agreement) throws Exception {
        Views.show(agreement, cell);
        table(
                "How well each model finds the prompts of the images among all prompts of the run",
                agreement.retrieval());
        if (agreement.models().size() > 1) {
            table("How far two models agree about the order of the images", agreement.correlations());
        }
        if (agreement.techniques().rowCount() > 0) {
            table("What each model says against " + agreement.runs().get(0).run(), agreement.techniques());
        }
        if (agreement.models().size() > 1) {
            table("The images on which the models disagree most", agreement.images());
            Gallery gallery = gallery(agreement);
            cell.show(session.job().run(new ProgressBar(cell), gallery::output));
        }
    }

    private void table(String title, Table table) {
        cell.show(Output.message(title));
        cell.show(Views.table(table));
    }

    private static Gallery gallery(Agreement agreement) {
        record Disagreed(Gallery.Tile tile, double spread) {}
        List<Disagreed> all = new ArrayList<>();
        for (RunAgreement run : agreement.runs()) {
            for (SharedItems.Item item : run.items().images()) {
                List<String> ranks = new ArrayList<>();
                for (int i = 0; i < agreement.models().size(); i++) {
                    double rank = item.ranks().get(i);
                    String format = rank == Math.rint(rank) ? "%s %.0f" : "%s %.1f"; // equal scores share a half
                    ranks.add(String.format(
                            Locale.ROOT, format, agreement.models().get(i), rank));
                }
                String text = run.run() + ", rank of " + run.items().images().size() + ": " + String.join(", ", ranks);
                all.add(new Disagreed(
                        new Gallery.Tile(List.of(item.row()), text), run.items().spread(item)));
            }
        }
        all.sort((a, b) -> Double.compare(b.spread(), a.spread()));
        return new Gallery(
                "models disagree most", all.stream().map(Disagreed::tile).toList(), PICTURES);
    }
}
