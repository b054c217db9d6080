package org.clipmeter.score;

/**
 * What a run was scored with.
 *
 * @param name the model as it was asked for: a Hub id or a folder
 * @param identity {@code commit ...} of the Hub, or {@code sha256 ...} of the weights
 * @param device {@code cpu}, {@code cuda:0}
 * @param precision {@code fp32}, {@code bf16}, {@code fp16}
 * @param preprocessing every setting that changes pixelValues, in one line
 * @param loadSeconds seconds from the request to the loaded model, downloads included
 */
public record ModelInfo(
        String name, String identity, String device, String precision, String preprocessing, double loadSeconds) {}
