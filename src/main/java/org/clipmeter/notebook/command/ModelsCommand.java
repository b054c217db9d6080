package org.clipmeter.notebook.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.clipmeter.ClipMeter;
import org.clipmeter.hub.HubClient;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.catalogue.KnownModel;
import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.model.catalogue.ModelLoading;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.model.clip.ClipConfig;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.table.ModelTable;
import org.clipmeter.weights.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tech.tablesaw.api.Table;

/** {@code %clip models}: lists known and cached models. */
@Command(
        name = "models",
        description = "Lists the models that have an alias, and the model in use. Returns a Table of id, "
                + "alias, scores, parameters, image_size, tokens, cached, loaded, default.")
final class ModelsCommand implements Callable<Table> {
    private final Session session;
    private final Cell cell;

    @Mixin
    private Variable variable = new Variable();

    ModelsCommand(CommandContext context) {
        this.session = context.session();
        this.cell = context.cell();
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
                    model.kind().metric(),
                    model.parameters(),
                    model.imageSize(),
                    model.tokenLimit(),
                    ModelLoading.isCached(hub, model.id()),
                    loaded != null && loaded.name().equals(model.id()),
                    model.equals(KnownModels.DEFAULT)));
        }
        for (String name : ModelSource.BUNDLED) {
            entries.add(bundled(name, loaded != null && loaded.name().equals(name)));
        }
        if (loaded != null && entries.stream().noneMatch(ModelTable.Entry::loaded)) {
            entries.add(ModelCommand.entry(loaded));
        }
        return variable.bind(cell, ModelTable.of(entries));
    }

    private static ModelTable.Entry bundled(String name, boolean loaded) throws IOException {
        Path folder = ShapesModel.folder(name);
        Weights weights = Weights.open(folder);
        long parameters = weights.names().stream()
                .filter(tensor -> !tensor.endsWith("position_ids"))
                .mapToLong(tensor -> weights.shape(tensor).stream().reduce(1L, (a, b) -> a * b))
                .sum();
        ClipConfig config = ClipConfig.read(folder);
        return new ModelTable.Entry(
                name,
                name,
                Similarity.CLIP_SCORE,
                parameters,
                config.vision().imageSize(),
                config.text().maxPositionEmbeddings(),
                true,
                loaded,
                false);
    }
}
