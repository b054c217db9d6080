package org.clipmeter.preprocess;

import java.util.List;

/** Mean and standard deviation of R, G and B. */
record Normalization(List<Double> mean, List<Double> std) {
    static final Normalization OPENAI =
            new Normalization(List.of(0.48145466, 0.4578275, 0.40821073), List.of(0.26862954, 0.26130258, 0.27577711));
    static final Normalization IMAGENET = new Normalization(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    static final Normalization HALF = new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
}
