package org.clipmeter.notebook.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.clipmeter.Reports;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** {@code %clip report}: shows the reference's reports side by side. */
@Command(
        name = "report",
        description = {
            "Shows reports that eval-learn 0.1 or eval-unlearn 1 wrote: a row for each technique, a column for each metric, "
                    + "charts of CLIP Score and of erasure against it. Returns a Table.",
            "The two packages compute clip_score with other models and over other prompts. Values that are not comparable "
                    + "stand in separate charts; generation, clip_model and prompts say what each value is.",
            "Figures that the packages are known to compute wrongly are shown with a note that says why."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip report results               all reports in a folder and below it",
            "  Table t = %%clip report results/317ddae6_report.json"
        })
final class ReportCommand implements Callable<Table> {
    private final Session session;
    private final Cell cell;

    @Parameters(
            paramLabel = "PLACE",
            description = "a report, or a folder with reports such as the output_dir of the configuration")
    private Path place = Path.of("");

    @Mixin
    private Variable variable = new Variable();

    ReportCommand(CommandContext context) {
        this.session = context.session();
        this.cell = context.cell();
    }

    @Override
    public Table call() throws Exception {
        variable.check();
        Reports reports = Reports.read(place);
        session.keep(reports, variable.name() == null ? reports.name() : variable.name());
        Views.show(reports, cell);
        return variable.bind(cell, reports.table());
    }
}
