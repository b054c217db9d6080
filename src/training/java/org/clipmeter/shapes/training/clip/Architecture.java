package org.clipmeter.shapes.training.clip;

/**
 * The size of a model's two towers.
 *
 * @param width of both towers and of the space that they share
 * @param heads of attention in each layer
 */
record Architecture(int width, int heads, int visionLayers, int textLayers) {
    /** The number of tokens of the longest caption, its start and its end counted. */
    static final int CONTEXT = 32;

    int mlp() {
        return 4 * width;
    }
}
