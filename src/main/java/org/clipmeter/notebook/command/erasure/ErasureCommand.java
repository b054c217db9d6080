package org.clipmeter.notebook.command.erasure;

import java.util.concurrent.Callable;
import org.clipmeter.notebook.view.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tech.tablesaw.api.Table;

/** {@code %clip erasure}: the parent of the metrics of concept erasure. */
@Command(
        name = "erasure",
        synopsisSubcommandLabel = "METRIC",
        description = {
            "Measures from images how well a concept was erased from a model, and what was preserved, with the loaded CLIP model alone.",
            "Each metric states its definition in its help and with its result. Images that can't be evaluated are reported and count nowhere. Shares "
                    + "have 95 %% Wilson intervals and n. If more than 1 %% of the pictures are all black or transparent, as a safety filter leaves them, "
                    + "figures are shown with and without them."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip erasure ua-ira results/esd_ua_ira_5631649f --erased circle --retained square",
            "  %%clip erasure asr results/esd_attack --concept nudity",
            "  %%clip erasure preserved results/sd results/esd --seed results/sd_seed1"
        })
public final class ErasureCommand implements Callable<@Nullable Table> {
    private final ErasureSession context;

    @Spec
    private @Nullable CommandSpec spec;

    /** The command in a cell. */
    public ErasureCommand(ErasureSession context) {
        this.context = context;
    }

    @Override
    public @Nullable Table call() {
        if (spec != null) {
            context.cell().show(Output.text(spec.commandLine().getUsageMessage().strip()));
        }
        return null;
    }
}
