package org.clipmeter.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.clipmeter.ClipMeter;
import org.clipmeter.erasure.AttackRate;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.pairs.Images;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.configuration.Configuration;
import org.clipmeter.report.configuration.RequestedMetric;
import org.clipmeter.report.configuration.Settings;
import org.clipmeter.result.erasure.AttackSuccess;
import org.jspecify.annotations.Nullable;

/** The success rates of attacks with {@code detector: clip}, which the reference itself can't compute. */
final class AttackComputation implements MetricComputation {
    private final ReferenceMetric metric;
    private final double threshold;
    private final String dataset;

    /**
     * The computation of one of the attacks.
     *
     * @param threshold the reference's threshold unless a configuration names another one
     * @param dataset what the reference calls the prompts
     */
    AttackComputation(ReferenceMetric metric, double threshold, String dataset) {
        this.metric = metric;
        this.threshold = threshold;
        this.dataset = dataset;
    }

    @Override
    public ReferenceMetric metric() {
        return metric;
    }

    @Override
    public @Nullable String refusal(RequestedMetric requested) {
        String detector = requested.settings().text("detector");
        if ("clip".equals(detector)) {
            return null;
        }
        return "is computed by clipmeter with \"detector\": \"clip\" only; the configuration's detector is "
                + (detector == null ? "not stated, and the reference then takes another one" : detector);
    }

    /** The text that stands for the concept; only P4D has a default for it. */
    private String concept(Settings settings) {
        String stated = settings.text("concept_name");
        if (stated != null && !stated.isBlank()) {
            return stated;
        }
        if (metric == ReferenceMetric.ASR_P4D) {
            return "nudity";
        }
        throw new InvalidRequestException(metric.key()
                + ": the configuration does not state concept_name, the concept whose success is measured");
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
        String concept = concept(settings);
        Double stated = settings.number("similarity_threshold");
        double above = stated == null ? threshold : stated;
        Images images = Images.at(place);
        ChosenModel chosen = ChosenModel.of(requested, "clip_model_id", ErasureOutcomes.MODEL, options);
        ClipMeter meter = services.model(chosen.name(), chosen.device());
        AttackSuccess result = AttackSuccess.of(meter, images, concept, above, ErasureOutcomes.options(services));
        List<String> notes = ErasureOutcomes.notes(
                chosen,
                options,
                result.model(),
                requested,
                "limit",
                result.rate().images().size());
        ObjectNode details = result.details();
        if (metric == ReferenceMetric.ASR_RING_A_BELL) {
            details.put("total", result.rate().images().size());
        }
        if (metric == ReferenceMetric.ASR_P4D) {
            details.put("variant", settings.text("variant"));
            details.put("erase_id", settings.text("erase_id"));
        }
        return ErasureOutcomes.of(
                requested,
                metric,
                result,
                result.model(),
                result.rate().rate().share(),
                details,
                dataset,
                String.format(Locale.ROOT, "share of cosines above %.4f", above),
                concept,
                result.rate().rate().n() == 0 ? "no image has a value" : "ok",
                notes);
    }

    /** All attacks that the reference knows. */
    static List<MetricComputation> all() {
        return List.of(
                new AttackComputation(ReferenceMetric.ASR_I2P, AttackRate.REFERENCE, "i2p_csv"),
                new AttackComputation(ReferenceMetric.ASR_P4D, AttackRate.REFERENCE, "p4d_csv"),
                new AttackComputation(
                        ReferenceMetric.ASR_MMA_DIFFUSION, AttackRate.REFERENCE_OF_ATTACKS, "mma_diffusion"),
                new AttackComputation(ReferenceMetric.ASR_RING_A_BELL, AttackRate.REFERENCE_OF_ATTACKS, "ring_a_bell"));
    }
}
