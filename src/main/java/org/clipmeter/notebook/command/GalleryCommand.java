package org.clipmeter.notebook.command;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.clipmeter.ScoreRun;
import org.clipmeter.compare.PairedScores;
import org.clipmeter.compare.PromptPair;
import org.clipmeter.compare.SameScoring;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Gallery;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.score.Failed;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.score.Scored;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code %clip gallery}: shows the pictures behind the scores. */
@Command(
        name = "gallery",
        description = "Shows pictures of a run with rank, score and prompt: the worst (default), the best, the most "
                + "changed, or those with a problem. At most 200 small copies are shown; a line counts the rest.",
        footer = {
            "",
            "Examples:",
            "  %%clip gallery                      the 12 worst of the last run",
            "  %%clip gallery uce --best 6",
            "  %%clip gallery uce --changed sd     the largest changes from sd to uce, both pictures",
            "  %%clip gallery uce --failed"
        })
final class GalleryCommand implements Callable<@Nullable Object> {
    private static final int SHOWN = 12;

    private final Session session;
    private final Cell cell;

    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            description = "a run by name or place, see %%clip runs (default: the last)")
    private @Nullable String name;

    @ArgGroup
    private @Nullable Choice choice;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "the largest number of pictures for --changed (default: 12), --failed, --truncated and --black (default: 200)")
    private @Nullable Integer limit;

    /** The choices, of which at most one may be given. */
    static final class Choice {
        @Option(names = "--worst", paramLabel = "N", description = "the N lowest scores")
        private @Nullable Integer worst;

        @Option(names = "--best", paramLabel = "N", description = "the N highest scores")
        private @Nullable Integer best;

        @Option(
                names = "--changed",
                paramLabel = "BASELINE",
                description = "the prompts whose scores differ most from those of another run")
        private @Nullable String changed;

        @Option(names = "--failed", description = "rows without a score, with their reasons")
        private boolean failed;

        @Option(names = "--truncated", description = "rows whose prompt is longer than the model reads")
        private boolean truncated;

        @Option(names = "--black", description = "all-black pictures, as a safety filter leaves them")
        private boolean black;
    }

    GalleryCommand(CommandContext context) {
        this.session = context.session();
        this.cell = context.cell();
    }

    @Override
    public @Nullable Object call() throws Exception {
        ScoreRun run = name == null ? last() : session.run(name);
        Gallery gallery = gallery(run, choice == null ? new Choice() : choice);
        ProgressBar bar = new ProgressBar(cell);
        cell.show(session.job().run(bar, gallery::output));
        return null;
    }

    private ScoreRun last() {
        ScoreRun last = session.latestRun();
        if (last == null) {
            throw NotebookError.of("%clip gallery: nothing was scored yet; run %clip score first");
        }
        return last;
    }

    private Gallery gallery(ScoreRun run, Choice wanted) {
        Comparator<ScoreRow> byScore = Comparator.comparingDouble(row -> ((Scored) row.outcome()).logitsPerImage());
        Predicate<ScoreRow> scored = row -> row.outcome() instanceof Scored;
        if (wanted.changed != null) {
            return changed(session.run(wanted.changed), run);
        }
        if (wanted.failed) {
            return of("failed", run, row -> row.outcome() instanceof Failed);
        }
        if (wanted.truncated) {
            return of("truncated prompts", run, ScoreRow::truncated);
        }
        if (wanted.black) {
            return of("all black", run, row -> row.flags().contains(ImageFlag.ALL_BLACK));
        }
        if (wanted.best != null) {
            return new Gallery(
                    "best of " + run.name(),
                    tiles(rows(run).filter(scored).sorted(byScore.reversed())),
                    positive("--best", wanted.best));
        }
        int worst = wanted.worst == null ? SHOWN : positive("--worst", wanted.worst);
        return new Gallery(
                "worst of " + run.name(), tiles(rows(run).filter(scored).sorted(byScore)), worst);
    }

    private Gallery of(String what, ScoreRun run, Predicate<ScoreRow> kept) {
        int most = limit == null ? Gallery.MOST : positive("--limit", limit);
        return new Gallery(what + ", " + run.name(), tiles(rows(run).filter(kept)), most);
    }

    private Gallery changed(ScoreRun baseline, ScoreRun run) {
        SameScoring.require(baseline.name(), baseline.result(), run.name(), run.result());
        PairedScores paired = PairedScores.of(baseline.result(), run.result());
        List<Gallery.Tile> tiles = paired.pairs().stream()
                .sorted(Comparator.comparingDouble((PromptPair pair) -> -Math.abs(pair.delta())))
                .map(pair -> new Gallery.Tile(
                        List.of(pair.first(), pair.second()),
                        Gallery.score(pair.firstScore()) + " → " + Gallery.score(pair.secondScore())
                                + String.format(Locale.ROOT, ", Δ %+.4f", pair.delta())))
                .toList();
        List<String> left = paired.leftovers(baseline.name(), run.name());
        String title = "most changed from " + baseline.name() + " (left) to " + run.name() + " (right)"
                + (left.isEmpty() ? "" : ", left out " + String.join(", ", left));
        return new Gallery(title, tiles, limit == null ? SHOWN : positive("--limit", limit));
    }

    private static Stream<ScoreRow> rows(ScoreRun run) {
        return run.result().rows().stream();
    }

    private static List<Gallery.Tile> tiles(Stream<ScoreRow> rows) {
        return rows.map(Gallery.Tile::of).toList();
    }

    private static int positive(String option, int value) {
        if (value < 1) {
            throw NotebookError.of("%clip gallery: " + option + ": expected a number from 1, got " + value);
        }
        return value;
    }
}
