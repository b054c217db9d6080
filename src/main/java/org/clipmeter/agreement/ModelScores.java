package org.clipmeter.agreement;

import org.clipmeter.score.ScoreResult;

/**
 * One run under one model.
 *
 * @param model what to call the model, such as {@code B/32}
 * @param result the scores, in the model's own scale
 * @param retrieval how well the model finds the images' prompts
 */
public record ModelScores(String model, ScoreResult result, Retrieval retrieval) {}
