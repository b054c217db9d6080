/**
 * What families of models share whose two towers are transformers with the same layers: tensors by name, products, layers,
 * and the model that runs batches.
 */
@NullMarked
package org.clipmeter.model.transformer;

import org.jspecify.annotations.NullMarked;
