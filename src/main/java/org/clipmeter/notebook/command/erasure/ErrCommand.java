package org.clipmeter.notebook.command.erasure;

import java.util.concurrent.Callable;
import org.clipmeter.erasure.ConceptImages;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.result.erasure.ErasureOptions;
import org.clipmeter.result.erasure.ErrRate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** {@code %clip erasure err}: ERR with its retained arm by CLIP. */
@Command(
        name = "err",
        description = {
            "Computes ERR: the harmonic mean of forgetting, retention and adversarial robustness.",
            "Retention is computed by CLIP, as in the reference: the share of the retained images that are closer to \"an image of X\" than to \"an "
                    + "image without X\", X being the concept of their prompt. Forgetting and adversarial come from a detector such as NudeNet; give "
                    + "them if they are known. Missing arms are named, and the mean is that of the others.",
            "Returns a Table with a row for each arm and for the mean."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip erasure err list.csv --erased nudity --forgetting 0.92 --adversarial 0.71",
            "  %%clip erasure err results/esd_err_5631649f --erased circle --retained square"
        })
public final class ErrCommand implements Callable<Table> {
    private final ErasureSession context;

    @Parameters(
            paramLabel = "PLACE",
            description =
                    "a list of images with the column concept, a run's folder with the folders target and retain, or a folder with a folder for "
                            + "each concept; images of the erased concept are left out")
    private String place = "";

    @Option(names = "--erased", paramLabel = "CONCEPT", description = "the erased concept")
    private @Nullable String erased;

    @Option(
            names = "--retained",
            paramLabel = "CONCEPT",
            description = "the concept of the prompts of the folder retain")
    private @Nullable String retained;

    @Option(
            names = "--forgetting",
            paramLabel = "SHARE",
            description = "share of the target images without the concept, 0 to 1")
    private @Nullable Double forgetting;

    @Option(
            names = "--adversarial",
            paramLabel = "SHARE",
            description = "the same of images of adversarial prompts, 0 to 1")
    private @Nullable Double adversarial;

    @Mixin
    private Variable variable = new Variable();

    /** The command in a cell. */
    public ErrCommand(ErasureSession context) {
        this.context = context;
    }

    @Override
    public Table call() throws Exception {
        variable.check();
        ConceptImages images = ConceptImages.at(place, erased, retained, null);
        ErrRate result = context.compute(
                "%clip erasure err",
                ErasureOptions.defaults(),
                (meter, options) -> ErrRate.of(meter, images, forgetting, adversarial, options));
        return context.shown(result, variable);
    }
}
