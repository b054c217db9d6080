package org.clipmeter.agreement;

import org.clipmeter.embed.Embedder;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.RunConfig;

/**
 * One of the models that score a run together.
 *
 * @param model what to call it, such as {@code B/32}
 * @param embedder embeds with it
 * @param info what it is
 * @param config the configuration of its result
 */
public record JointModel(String model, Embedder embedder, ModelInfo info, RunConfig config) {}
