package org.clipmeter.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.clipmeter.ClipMeter;
import org.clipmeter.erasure.ConceptImage;
import org.clipmeter.erasure.ConceptImages;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.configuration.Configuration;
import org.clipmeter.report.configuration.RequestedMetric;
import org.clipmeter.report.configuration.Settings;
import org.clipmeter.result.erasure.ErasureOptions;
import org.clipmeter.result.erasure.UaIra;

/** {@code ua_ira}: the mean of UA and IRA, with each image assigned to its own set, and not to that of its batch. */
final class UaIraComputation implements MetricComputation {
    @Override
    public ReferenceMetric metric() {
        return ReferenceMetric.UA_IRA;
    }

    @Override
    public MetricOutcome compute(
            Configuration configuration,
            RequestedMetric requested,
            String place,
            RunOptions options,
            RunServices services)
            throws IOException {
        Settings settings = requested.settings();
        ConceptImages images =
                ConceptImages.at(place, settings.text("target_concept"), settings.text("retain_concept"), null);
        ChosenModel chosen = ChosenModel.of(requested, "clip_model_name", ErasureOutcomes.MODEL, options);
        ErasureOptions how = ErasureOutcomes.options(services);
        ClipMeter meter = services.model(chosen.name(), chosen.device());
        UaIra result = UaIra.of(meter, images, how);
        int targets =
                (int) images.images().stream().filter(ConceptImage::isTarget).count();
        List<String> notes = new ArrayList<>(
                ErasureOutcomes.notes(chosen, options, result.model(), requested, "target_prompt_limit", targets));
        notes.addAll(ErasureOutcomes.limit(
                requested, "retain_prompt_limit", images.images().size() - targets));
        String texts = images.concepts().stream().map(how.template()::sentence).collect(Collectors.joining(" | "));
        return ErasureOutcomes.of(
                requested,
                metric(),
                result,
                result.model(),
                result.value(),
                result.details(),
                "ua_ira_csv",
                "(UA + IRA) / 2",
                texts,
                result.value() == null ? "UA or IRA has no image" : "ok",
                notes);
    }
}
