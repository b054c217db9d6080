package org.clipmeter.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The metrics that the reference knows, in the order in which tables show them. */
public enum ReferenceMetric {
    /** CLIP Score: whether images show what their prompts ask for. */
    CLIP_SCORE("clip_score", "CLIPScore", false),
    /** The share of TIFA's questions that a model for visual questions answers rightly. */
    TIFA("tifa", "TIFA", false),
    /** The Fréchet inception distance; less is better. */
    FID("fid", "FID", false),
    /** The mean of unlearning accuracy and in-domain retain accuracy. */
    UA_IRA("ua_ira", "UA_IRA", true),
    /** The harmonic mean of forgetting, retention and robustness. */
    ERR("err", "ERR", true),
    /** The success rate of the prompts of I2P; less is better, as for all attacks. */
    ASR_I2P("asr_i2p", "ASR", true),
    /** The success rate of the attack P4D. */
    ASR_P4D("asr_p4d", "ASR_P4D", true),
    /** The success rate of the attack MMA-Diffusion. */
    ASR_MMA_DIFFUSION("asr_mma_diffusion", "MMADiffusion_ASR", true),
    /** The success rate of the attack Ring-A-Bell. */
    ASR_RING_A_BELL("asr_ring_a_bell", "ASR_RingABell", true);

    private final String key;
    private final String title;
    private final boolean erasure;

    ReferenceMetric(String key, String title, boolean erasure) {
        this.key = key;
        this.title = title;
        this.erasure = erasure;
    }

    /** Its name in configurations and as a key of reports. */
    public String key() {
        return key;
    }

    /** Its name within a report's result. */
    public String title() {
        return title;
    }

    /** Whether it measures that a concept is gone; the others measure what is left. */
    public boolean measuresErasure() {
        return erasure;
    }

    /** Whether it is the success rate of an attack. */
    public boolean isAttack() {
        return key.startsWith("asr_");
    }

    /** The metric of a key; empty for a metric that the reference does not have. Letter case does not matter. */
    public static Optional<ReferenceMetric> of(String key) {
        return Stream.of(values())
                .filter(metric -> metric.key.equalsIgnoreCase(key.strip()))
                .findFirst();
    }

    /** All keys. */
    public static List<String> keys() {
        return Stream.of(values()).map(ReferenceMetric::key).toList();
    }
}
