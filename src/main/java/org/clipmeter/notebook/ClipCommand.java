package org.clipmeter.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.clipmeter.ClipMeter;
import org.clipmeter.ModelSource;
import org.clipmeter.hub.HubClient;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.model.ClipConfig;
import org.clipmeter.model.KnownModel;
import org.clipmeter.model.KnownModels;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.table.ModelTable;
import org.clipmeter.weights.Weights;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tech.tablesaw.api.Table;

/** {@code %clip}: models and scores. */
@Command(
        name = "%clip",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        description = "Measures how well images match their prompts.",
        footer = {
            "",
            "Examples:",
            "  %%clip model B/32",
            "  Table scores = %%clip score results/images --prompts tifa",
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

    ClipCommand(Cell cell) {
        this.cell = cell;
    }

    @Override
    public @Nullable Table call() {
        if (spec != null) {
            cell.show(Output.text(spec.commandLine().getUsageMessage().strip()));
        }
        return null;
    }

    /** {@code %clip models}. */
    @Command(
            name = "models",
            description =
                    "Lists the models that have a name here: a Table of id, alias, parameters, image_size, cached, "
                            + "loaded, default.")
    static final class Models implements Callable<Table> {
        private final Session session;
        private final Cell cell;

        @Mixin
        private Variable variable = new Variable();

        Models(Session session, Cell cell) {
            this.session = session;
            this.cell = cell;
        }

        @Override
        public Table call() throws IOException {
            HubClient hub = new HubClient(HubSettings.fromEnvironment());
            ClipMeter loaded = session.loaded();
            List<ModelTable.Entry> entries = new ArrayList<>();
            for (KnownModel model : KnownModels.all()) {
                entries.add(new ModelTable.Entry(
                        model.id(),
                        model.alias(),
                        model.parameters(),
                        model.imageSize(),
                        hub.isCached(model.id()),
                        loaded != null && loaded.name().equals(model.id()),
                        model.equals(KnownModels.DEFAULT)));
            }
            entries.add(bundled(loaded != null && loaded.name().equals(ModelSource.SHAPES)));
            return variable.bind(cell, ModelTable.of(entries));
        }

        private static ModelTable.Entry bundled(boolean loaded) throws IOException {
            Path folder = ShapesModel.folder();
            Weights weights = Weights.open(folder);
            long parameters = weights.names().stream()
                    .filter(name -> !name.endsWith("position_ids"))
                    .mapToLong(name -> weights.shape(name).stream().reduce(1L, (a, b) -> a * b))
                    .sum();
            int size = ClipConfig.read(folder.resolve("config.json")).vision().imageSize();
            return new ModelTable.Entry(ModelSource.SHAPES, ModelSource.SHAPES, parameters, size, true, loaded, false);
        }
    }

    /** {@code %clip model}. */
    @Command(
            name = "model",
            description = "Loads the model that scores from now on; without MODEL shows the one in use.",
            footer = {
                "",
                "Examples:",
                "  %%clip model shapes                 small, for drawings of shapes; no network needed",
                "  %%clip model L/14 --device cpu",
                "  %%clip model laion/CLIP-ViT-B-32-laion2B-s34B-b79K",
                "  %%clip model path/to/checkpoint"
            })
    static final class Model implements Callable<@Nullable Table> {
        private final Session session;
        private final Cell cell;

        @Parameters(
                paramLabel = "MODEL",
                arity = "0..1",
                description =
                        "a Hub id, an alias (B/32, B/16, L/14, L/14@336, shapes), or a folder in Hugging Face format")
        private @Nullable String name;

        @Option(
                names = "--device",
                paramLabel = "DEVICE",
                description = "cpu, cuda or cuda:N (default: CUDA where there is one, else CPU)")
        private @Nullable String device;

        @Option(
                names = "--precision",
                paramLabel = "P",
                defaultValue = "fp32",
                description = "fp32 (default, as the reference), bf16, or fp16 on CUDA")
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

        Model(Session session, Cell cell) {
            this.session = session;
            this.cell = cell;
        }

        @Override
        public @Nullable Table call() throws Exception {
            variable.check();
            if (name == null) {
                ClipMeter loaded = session.loaded();
                if (loaded == null) {
                    cell.show(Output.text("No model is loaded; %clip score will load " + Session.Wanted.DEFAULT.name()
                            + ". %clip model MODEL takes another, %clip models lists some."));
                    return null;
                }
                if (!loaded.model().imageProcessor().rules().differences().isEmpty()) {
                    cell.show(Output.text(describe(loaded)));
                }
                return variable.bind(cell, row(loaded));
            }
            Session.Wanted wanted = new Session.Wanted(name, device, precision, revision, rules.imageRules());
            ProgressBar bar = new ProgressBar(cell);
            Downloads downloads = new Downloads(bar);
            bar.note("loading " + name);
            ClipMeter loaded = session.job().run(bar, cancelled -> session.use(wanted, downloads.listener(cancelled)));
            bar.finish(describe(loaded) + (downloads.sum().isEmpty() ? "" : "; " + downloads.sum()));
            if (!loaded.warnings().isEmpty()) {
                cell.show(Output.text(String.join("\n", loaded.warnings())));
            }
            return variable.bind(cell, row(loaded));
        }

        private static String describe(ClipMeter meter) {
            List<String> properties = new ArrayList<>(List.of(meter.model().precision()));
            properties.addAll(meter.model().imageProcessor().rules().differences());
            return String.format(
                    Locale.ROOT,
                    "%s on %s, %s, loaded in %.1f s",
                    meter.name(),
                    meter.model().device(),
                    String.join(", ", properties),
                    meter.loadSeconds());
        }

        private static Table row(ClipMeter meter) {
            var known = KnownModels.find(meter.name());
            String alias = meter.name().equals(ModelSource.SHAPES)
                    ? ModelSource.SHAPES
                    : known.map(KnownModel::alias).orElse("");
            return ModelTable.of(List.of(new ModelTable.Entry(
                    meter.name(),
                    alias,
                    meter.model().parameterCount(),
                    meter.model().imageProcessor().width(),
                    true,
                    true,
                    known.isPresent() && known.get().equals(KnownModels.DEFAULT))));
        }
    }
}
