package org.clipmeter.notebook.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.clipmeter.Result;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.result.export.Export;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code %clip export}: writes a result, or the embeddings of a run, to a file. */
@Command(
        name = "export",
        description =
                "Writes a result to a file: .csv has the rows of its table, .json the reference's format (of a comparison: the same "
                        + "figures for each run), .parquet the table with its types, .md and .tex a rounded table for a page or a paper "
                        + "(LaTeX with booktabs and siunitx). .npy and .safetensors have the embeddings of a run's scored images and of "
                        + "their prompts, from the cache or computed again from the image files; a model that is no longer loaded is "
                        + "loaded for it. What a file was computed with is written too: as a comment in .md and .tex, in the metadata of "
                        + ".parquet and .safetensors, beside the others in FILE.provenance.json. %%clip load reads the .json of a run "
                        + "back. In .csv, texts that a spreadsheet would take for formulas are prefixed with an apostrophe.",
        footer = {
            "",
            "Examples:",
            "  %%clip export uce scores.csv",
            "  %%clip export 1 scores.json",
            "  %%clip export uce_against_sd table.tex",
            "  %%clip export uce embeddings.npy      beside it: prompts in .npy.texts.npy, ids in .npy.ids.csv"
        })
final class ExportCommand implements Callable<@Nullable Object> {
    private final Session session;
    private final Cell cell;

    @Parameters(index = "0", paramLabel = "RUN", description = "a result by name or place, see %%clip runs")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description =
                    "a file that ends in .csv, .json, .md, .tex, .parquet, .npy or .safetensors; existing files are replaced")
    private String file = "";

    ExportCommand(CommandContext context) {
        this.session = context.session();
        this.cell = context.cell();
    }

    @Override
    public @Nullable Object call() throws Exception {
        Result result = session.result(name);
        Path path;
        try {
            path = Path.of(file);
        } catch (InvalidPathException e) {
            throw new InvalidRequestException(
                    null, "export: " + file + " is not a path on this system: " + e.getReason(), e);
        }
        if (Export.isForEmbeddings(path)) {
            writeEmbeddings(result, path);
            return null;
        }
        Export.write(result, path);
        int rows = result.table().rowCount();
        cell.show(Output.message(result.name() + ": " + rows + (rows == 1 ? " row" : " rows") + " written to " + path));
        return null;
    }

    private void writeEmbeddings(Result result, Path path) throws Exception {
        ProgressBar bar = new ProgressBar(cell);
        session.job().of("%clip export", " to continue from there").run(bar, cancelled -> {
            bar.note("embedding the images and prompts of " + result.name());
            Export.write(result, path, cancelled);
            return path;
        });
        bar.finish(result.name() + ": the embeddings of its scored images and their prompts are written to " + path);
    }
}
