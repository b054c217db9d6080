package org.clipmeter.notebook.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.clipmeter.Result;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.Kept;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.table.RunTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tech.tablesaw.api.Table;

/** {@code %clip runs}: lists the results so far. */
@Command(
        name = "runs",
        description =
                "Lists the runs and comparisons of this session, the oldest first. Returns a Table of place, name, model, "
                        + "precision, value, evaluated, total, images, when; with the value of a preset, if a run has one, as "
                        + "reported and reported_as; with the file of a run that %%clip load read as loaded_from. Other commands find them by name or place.")
final class RunsCommand implements Callable<Table> {
    private final Session session;
    private final Cell cell;

    @Mixin
    private Variable variable = new Variable();

    RunsCommand(CommandContext context) {
        this.session = context.session();
        this.cell = context.cell();
    }

    @Override
    public Table call() {
        List<RunTable.Entry> entries = new ArrayList<>();
        for (Kept kept : session.results()) {
            Result result = kept.result();
            entries.add(new RunTable.Entry(result.name(), result.overview(), kept.when(), kept.loadedFrom()));
        }
        return variable.bind(cell, RunTable.of(entries));
    }
}
