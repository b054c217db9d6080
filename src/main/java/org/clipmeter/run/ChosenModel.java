package org.clipmeter.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.model.catalogue.KnownModel;
import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.report.Generation;
import org.clipmeter.report.configuration.RequestedMetric;
import org.clipmeter.report.configuration.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The CLIP model that a metric is computed with.
 *
 * @param name the caller's, the configuration's, or the reference's default
 * @param device the caller's or the configuration's; null for the default
 * @param asked the model that the configuration names; null if it names none
 */
record ChosenModel(
        String name, @Nullable String device, @Nullable String asked) {
    /**
     * Chooses a model.
     *
     * @param setting the setting that names the model
     * @param otherwise the model if nothing names one
     * @throws InvalidRequestException if the model is not a CLIP
     */
    static ChosenModel of(RequestedMetric requested, String setting, String otherwise, RunOptions options) {
        Settings settings = requested.settings();
        String asked = settings.text(setting);
        String model = options.model() != null ? options.model() : asked != null ? asked : otherwise;
        KnownModels.find(model)
                .filter(known -> known.kind() != KnownModel.Kind.CLIP)
                .ifPresent(known -> {
                    throw notAClipScore(requested, model, known.kind().metric());
                });
        return new ChosenModel(model, options.device() != null ? options.device() : settings.text("device"), asked);
    }

    static InvalidRequestException notAClipScore(RequestedMetric requested, String model, String metric) {
        return new InvalidRequestException(
                requested.key() + ": " + model + " gives " + metric + ", which is not a CLIP Score; name a CLIP");
    }

    /** What the reader should know about the model that was used. */
    List<String> notes(Generation generation, String used) throws IOException {
        List<String> notes = new ArrayList<>();
        if (asked != null && !ModelSource.of(asked).name().equals(used)) {
            notes.add("The model is " + used + ", not the configuration's " + asked + ".");
        }
        Optional<KnownModel> known = KnownModels.find(used);
        boolean taken = known.isPresent()
                && (generation == Generation.EVAL_UNLEARN || !used.equals(Generation.EVAL_UNLEARN.clipModel()));
        if (!taken) {
            notes.add(generation + " refuses the model " + used + ": it takes only OpenAI's "
                    + (generation == Generation.EVAL_UNLEARN ? "four." : "B/16, L/14 and L/14@336."));
        }
        return notes;
    }
}
