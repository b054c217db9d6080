package org.clipmeter.embed;

import org.clipmeter.model.TwoTower;

/**
 * One of the models that a pass over images embeds with.
 *
 * @param encoder the model
 * @param kept where its embeddings are stored
 * @param batch the most images that it encodes at once
 */
record EmbeddingModel(TwoTower encoder, EmbeddingLookup kept, int batch) {}
