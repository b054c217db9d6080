package org.clipmeter.notebook.command;

import java.util.concurrent.Callable;
import org.clipmeter.ClipMeter;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tech.tablesaw.api.Table;

/** {@code %clip}: the parent of all commands about models and scores. */
@Command(
        name = "%clip",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = ClipCommand.Version.class,
        description = "Measures how well images match their prompts.",
        footer = {
            "",
            "Examples:",
            "  %%clip model B/32",
            "  Table scores = %%clip score results/images --prompts tifa",
            "  %%clip score $dir --prompts {mine}            $name and {name} are the values of Java variables",
            "Each command has its own --help."
        })
final class ClipCommand implements Callable<@Nullable Table> {
    private final Cell cell;

    @SuppressWarnings("UnusedVariable") // picocli asks whether it is set
    @Option(
            names = "--version",
            versionHelp = true,
            description = "shows this version and the versions of the reference whose scores it gives")
    private boolean version;

    @Spec
    private @Nullable CommandSpec spec;

    ClipCommand(CommandContext context) {
        this.cell = context.cell();
    }

    @Override
    public @Nullable Table call() {
        if (spec != null) {
            cell.show(Output.text(spec.commandLine().getUsageMessage().strip()));
        }
        return null;
    }

    /** This version, and the versions of the reference whose numbers it gives. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "clipmeter " + ClipMeter.version() + ", Java " + Runtime.version(),
                "gives the scores of " + ClipMeter.REFERENCE + " (fp32, CPU, without torchvision)"
            };
        }
    }
}
