package org.clipmeter.notebook.command.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.clipmeter.ClipMeter;
import org.clipmeter.hub.HubClient;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.catalogue.CachedModels.CachedModel;
import org.clipmeter.model.catalogue.KnownModel;
import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.model.catalogue.ModelCard;
import org.clipmeter.model.catalogue.ModelLoading;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.model.clip.ClipConfig;
import org.clipmeter.model.clip.ClipFamily;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.table.ModelTable;
import org.clipmeter.weights.Weights;
import org.jspecify.annotations.Nullable;

/** Rows of the tables of models. */
public final class ModelRows {
    private ModelRows() {}

    /**
     * A loaded model.
     *
     * @throws IOException if the bundled model is loaded and can't be unpacked
     */
    public static ModelTable.Entry of(ClipMeter meter) throws IOException {
        Optional<KnownModel> known = KnownModels.find(meter.name());
        boolean bundled = ModelSource.BUNDLED.contains(meter.name());
        return new ModelTable.Entry(
                meter.name(),
                bundled ? meter.name() : known.map(KnownModel::alias).orElse(""),
                meter.model().family(),
                license(meter, known).orElse(KnownModel.NOT_STATED),
                meter.model().towers(meter.model().imageRules()).similarity().metric(),
                meter.model().parameterCount(),
                meter.model().imageWidth(),
                meter.model().tokenLimit(),
                true,
                true,
                known.isPresent() && known.get().equals(KnownModels.DEFAULT));
    }

    private static Optional<String> license(ClipMeter meter, Optional<KnownModel> known) throws IOException {
        if (ModelSource.BUNDLED.contains(meter.name())) {
            return ModelCard.license(ShapesModel.folder(meter.name()));
        }
        return known.isEmpty() && Files.isDirectory(Path.of(meter.name()))
                ? ModelCard.license(Path.of(meter.name()))
                : known.flatMap(KnownModel::license);
    }

    /** A model that is known by name. */
    static ModelTable.Entry of(KnownModel model, HubClient hub, @Nullable ClipMeter loaded) {
        return new ModelTable.Entry(
                model.id(),
                model.alias(),
                model.family(),
                model.license().orElse(KnownModel.NOT_STATED),
                model.kind().metric(),
                model.parameters(),
                model.imageSize(),
                model.tokenLimit(),
                ModelLoading.isCached(hub, model.id()),
                loaded != null && loaded.name().equals(model.id()),
                model.equals(KnownModels.DEFAULT));
    }

    /** A bundled model. */
    static ModelTable.Entry bundled(String name, boolean loaded) throws IOException {
        Path folder = ShapesModel.folder(name);
        long parameters;
        try (Weights weights = Weights.open(folder)) {
            parameters = weights.names().stream()
                    .filter(tensor -> !tensor.endsWith("position_ids"))
                    .mapToLong(tensor -> weights.shape(tensor).stream().reduce(1L, (a, b) -> a * b))
                    .sum();
        }
        ClipConfig config = ClipConfig.read(folder);
        return new ModelTable.Entry(
                name,
                name,
                ClipFamily.MODEL_TYPE,
                ModelCard.license(folder).orElse(KnownModel.NOT_STATED),
                Similarity.CLIP_SCORE,
                parameters,
                config.vision().imageSize(),
                config.text().maxPositionEmbeddings(),
                true,
                loaded,
                false);
    }

    /** A revision in the cache. */
    static ModelTable.Cached of(CachedModel model) {
        return new ModelTable.Cached(
                model.id(),
                model.known().map(KnownModel::alias).orElse(""),
                model.family(),
                model.license(),
                String.join(", ", model.revision().names()),
                model.revision().commit(),
                model.revision().bytes(),
                model.fault().orElse(""));
    }
}
