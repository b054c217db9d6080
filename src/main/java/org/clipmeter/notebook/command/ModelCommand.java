package org.clipmeter.notebook.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.clipmeter.ClipMeter;
import org.clipmeter.model.catalogue.KnownModel;
import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.net.NetException;
import org.clipmeter.notebook.option.ImageRuleOptions;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.ModelRequest;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Downloads;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.table.ModelTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Table;

/** {@code %clip model}: loads a model or shows the one in use. */
@Command(
        name = "model",
        description = "Loads the model that scores images from now on. Without MODEL, shows the model in use.",
        footer = {
            "",
            "Examples:",
            "  %%clip model shapes                 small, bundled, for drawings of shapes",
            "  %%clip model L/14 --device cpu",
            "  %%clip model laion/CLIP-ViT-B-32-laion2B-s34B-b79K",
            "  %%clip model path/to/checkpoint"
        })
final class ModelCommand implements Callable<@Nullable Table> {
    private final Session session;
    private final Cell cell;

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..1",
            description =
                    "a Hub id, an alias (B/32, B/16, L/14, L/14@336, PickScore, HPSv2.1, shapes), a folder in the format of "
                            + "Hugging Face or of open_clip, or a file .pt of OpenAI")
    private @Nullable String name;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "cpu, cuda or cuda:N (default: CUDA if there is a CUDA device, else the CPU)")
    private @Nullable String device;

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "fp32",
            description = "fp32 (default, like the reference), bf16, or fp16 (only on CUDA)")
    private String precision = "fp32";

    @Option(
            names = "--revision",
            paramLabel = "R",
            description = "a branch, tag or commit of a model on the Hub (default: main)")
    private @Nullable String revision;

    @Mixin
    private ImageRuleOptions rules = new ImageRuleOptions();

    @Mixin
    private Variable variable = new Variable();

    ModelCommand(CommandContext context) {
        this.session = context.session();
        this.cell = context.cell();
    }

    @Override
    public @Nullable Table call() throws Exception {
        variable.check();
        if (name == null) {
            ClipMeter loaded = session.loaded();
            if (loaded == null) {
                cell.show(Output.message("No model is loaded; %clip score will load "
                        + ModelRequest.defaults().name()
                        + ". %clip model MODEL loads another; %clip models lists the known models."));
                return null;
            }
            if (!loaded.model().imageRules().differences().isEmpty()) {
                cell.show(Output.message(describe(loaded)));
            }
            return variable.bind(cell, row(loaded));
        }
        ModelRequest wanted = new ModelRequest(name, device, precision, revision, rules.imageRules());
        ProgressBar bar = new ProgressBar(cell);
        Downloads downloads = new Downloads(bar);
        bar.note("loading " + name);
        ClipMeter loaded;
        try {
            loaded = session.job().run(bar, cancelled -> session.use(wanted, downloads.listener(cancelled)));
        } catch (NetException e) {
            throw AdvisedException.ofModel(e);
        }
        bar.finish(describe(loaded) + (downloads.sum().isEmpty() ? "" : "; " + downloads.sum()));
        if (!loaded.warnings().isEmpty()) {
            cell.show(Output.message(String.join("\n", loaded.warnings())));
        }
        return variable.bind(cell, row(loaded));
    }

    private static String describe(ClipMeter meter) {
        List<String> properties = new ArrayList<>(List.of(meter.model().precision()));
        properties.addAll(meter.model().imageRules().differences());
        return String.format(
                Locale.ROOT,
                "%s on %s, %s, loaded in %.1f s",
                meter.name(),
                meter.model().device(),
                String.join(", ", properties),
                meter.loadSeconds());
    }

    private static Table row(ClipMeter meter) throws IOException {
        return ModelTable.of(List.of(entry(meter)));
    }

    /** A loaded model as a row of a table of models. */
    static ModelTable.Entry entry(ClipMeter meter) throws IOException {
        var known = KnownModels.find(meter.name());
        String alias = meter.name().equals(ModelSource.SHAPES)
                ? ModelSource.SHAPES
                : known.map(KnownModel::alias).orElse("");
        return new ModelTable.Entry(
                meter.name(),
                alias,
                meter.model().towers(meter.model().imageRules()).similarity().metric(),
                meter.model().parameterCount(),
                meter.model().imageWidth(),
                meter.model().tokenLimit(),
                true,
                true,
                known.isPresent() && known.get().equals(KnownModels.DEFAULT));
    }
}
