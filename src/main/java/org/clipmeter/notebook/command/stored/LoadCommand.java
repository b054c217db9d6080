package org.clipmeter.notebook.command.stored;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.clipmeter.ScoreRun;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Views;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** {@code %clip load}: reads a run back from its export. */
@Command(
        name = "load",
        description = {
            "Reads a run back that %%clip export wrote as .json, in this session or another: the same scores to the last bit, and what they were "
                    + "computed with. Nothing is scored, and no model is needed. It keeps its name, or gets a number behind it if another result of this session has the name. compare, plot, gallery and export take the run like any other, and "
                    + "comparisons refuse it under the same rules.",
            "Only .json files of single runs can be read back: .csv, .md and .tex have the table alone. A file that was changed after it was "
                    + "written is refused. The file has no embeddings and no images: commands that show images or score them again read them where "
                    + "they were when the run was scored.",
            "Returns a Table with a row for each image."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip load scores.json",
            "  %%clip load yesterday/uce.json -o before",
            "  %%clip compare before uce"
        })
public final class LoadCommand implements Callable<Table> {
    private final Session session;
    private final Cell cell;
    private final @Nullable String assigned;

    @Parameters(paramLabel = "FILE", description = "a .json file that %%clip export wrote of a run")
    private String file = "";

    @Mixin
    private Variable variable = new Variable();

    /**
     * The command in a cell.
     *
     * @param assigned the variable that the cell assigns the result to; null if there is none
     */
    public LoadCommand(Session session, Cell cell, @Nullable String assigned) {
        this.session = session;
        this.cell = cell;
        this.assigned = assigned;
    }

    @Override
    public Table call() throws IOException {
        variable.check();
        Path path;
        try {
            path = Path.of(file);
        } catch (InvalidPathException e) {
            throw new InvalidRequestException(
                    null, "load: " + file + " is not a path on this system: " + e.getReason(), e);
        }
        ScoreRun run = ScoreRun.read(path);
        String given = variable.name() == null ? assigned : variable.name();
        String name = session.keepLoaded(run, given == null ? free(run.name(), path) : given, path.toString());
        Views.show(run.named(name), cell);
        return variable.bind(cell, run.table());
    }

    /** The run's own name, with a number if another result has it; a run of the same file is replaced. */
    private String free(String base, Path path) {
        Set<String> taken = session.results().stream()
                .filter(kept -> !path.toString().equals(kept.loadedFrom()))
                .map(kept -> kept.result().name())
                .collect(Collectors.toSet());
        String name = base;
        for (int next = 2; taken.contains(name); next++) {
            name = base + "_" + next;
        }
        return name;
    }
}
