package org.clipmeter.notebook.command.stored;

import java.util.concurrent.Callable;
import org.clipmeter.ScoreRun;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.result.export.Citation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code %clip cite}: says what to cite for a run. */
@Command(
        name = "cite",
        description = {
            "Shows what to cite for a run, as text and BibTeX, and a paragraph for the methods section with the run's own settings: model, revision, "
                    + "precision, preprocessing, prompts, images, failures, and the mean with its interval.",
            "The publications are CLIP and CLIPScore for CLIP Scores, those of known families of models (LAION's CLIPs, Long-CLIP, PickScore, HPSv2), "
                    + "and TIFA for prompts with its questions. The model's card may name others."
        },
        footer = {"", "Examples:", "  %%clip cite", "  %%clip cite uce"})
public final class CiteCommand implements Callable<@Nullable Object> {
    private final Session session;
    private final Cell cell;

    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            description = "a run by name or place, see %%clip runs (default: the last run)")
    private @Nullable String name;

    /** The command in a cell. */
    public CiteCommand(Session session, Cell cell) {
        this.session = session;
        this.cell = cell;
    }

    @Override
    public @Nullable Object call() {
        ScoreRun run = name == null ? session.latestRun() : session.run(name);
        if (run == null) {
            throw NotebookError.of("%clip cite: nothing was scored yet; run %clip score first");
        }
        Citation citation = Citation.of(run);
        cell.show(Output.message(
                "Methods: " + citation.methods() + "\n\nTo cite:\n- " + String.join("\n- ", citation.sources())));
        cell.show(Output.text(citation.bibtex()));
        return null;
    }
}
